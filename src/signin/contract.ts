import type { Account, AccountType, Profile, User } from '../base/types.js'
import type { Context } from '../config/context.js'
import type { Settings } from '../config/settings.js'
import type { Reply } from '../http/reply.js'
import type { Provider, TokenSet } from '../providers/contract.js'

/** How a provider proves who someone is: it sends a visitor away and understands what comes back. It knows no users and no sessions. */
export interface Method<P extends Provider = Provider> {
  readonly needs: {
    /** Verbs of the adapter that it cannot do without. */
    readonly adapter: readonly string[]
    /** Whether what comes back is a form of ours, protected like every other. */
    readonly csrfOnReturn: boolean
    /** Whether a GET may bring the answer. A GET that only shows a page has `landing`. */
    readonly returns: readonly ('GET' | 'POST')[]
  }
  /** Sends the visitor away: to the provider, or to their mail. Throws `AuthError`. */
  begin(provider: P, ctx: Context): Promise<Begun>
  /** A page shown on GET, from which the visitor goes on by POST. */
  landing?(provider: P, ctx: Context): Promise<Landing>
  /** Hands an answer on to another deployment that it is meant for. */
  passOn?(provider: P, ctx: Context): Promise<Reply | undefined>
  /** Understands the answer. Throws `AuthError`; after a failed check nothing more is asked of anybody. */
  finish(provider: P, ctx: Context): Promise<Identity>
  /** New tokens for an account. Throws `RefreshTokenError`. */
  renew?(provider: P, account: Account, asking: { readonly settings: Settings; readonly now: number }): Promise<TokenSet>
}

export type Begun =
  | { readonly kind: 'reply'; readonly reply: Reply }
  /** To `/verify-request`. */
  | { readonly kind: 'mailed'; readonly provider: string }

/** What the page that confirms a link needs. */
export interface Landing {
  readonly fields: Readonly<Record<string, string>>
  readonly maskedEmail: string
  /** Whether this browser asked for the link. */
  readonly sameBrowser: boolean
}

/** What was proven. */
export interface Identity {
  readonly provider: string
  readonly type: AccountType
  /** Who it is at the provider: a non-empty string, exactly as given there. */
  readonly providerAccountId: string
  readonly issuer?: string
  /** What the provider's `profile()` (or `authorize`) made of it. */
  readonly user: User
  /** Only `true` when the provider said exactly that. */
  readonly emailVerified: boolean
  /** What is kept of it. */
  readonly account: Account
  /** All that the service answered, for the application's callbacks. */
  readonly tokens?: TokenSet
  readonly profile?: Profile
  /** What the visitor typed, for the `signIn` callback. */
  readonly credentials?: Readonly<Record<string, string | undefined>>
  /** RFC 8176. */
  readonly amr: readonly string[]
  /** When it was proven, seconds since 1970. */
  readonly authTime: number
  /** Where the visitor wanted to go when they began; judged again at use. */
  readonly callbackUrl: string | undefined
  /** The user who asked, while signed in, to tie this identity to themselves. */
  readonly linkTo?: string | undefined
  /** Ties this identity to an existing user with the same verified address. */
  readonly linkByEmail: boolean
}
