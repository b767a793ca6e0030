import { createHash } from 'node:crypto'
import type { Adapter } from 'next-auth/adapters'
import type { RealProvider } from '../providers/oidc-provider.js'
import { begin, bring, type Walk, walk } from '../providers/walk.js'
import { credentialsProvider, emailProvider } from '../site.js'
import type { Visitor } from '../visitor.js'

/** An adapter that somebody else published, over a store of its own. */
export interface Published {
  readonly name: string
  /** Over an empty store. */
  open(): Promise<{ readonly adapter: Adapter; close(): Promise<unknown> }>
  /** What it lacks, if anything: why a case is not held. */
  readonly lacks?: {
    /** Two instances of the application cannot both be stopped from using one token. */
    readonly uniqueTokens?: string
    /** Nor from making one person twice. */
    readonly uniqueUsers?: string
    /** A wrong token deletes the right one. */
    readonly rightToken?: string
    /** What is read while it is written is not there. */
    readonly wholeReads?: string
    /** Two people whose ids at a service differ in the case of a letter are one. */
    readonly exactKeys?: string
  }
  /** A user without an address has no place in it. */
  readonly needsEmail?: boolean
}

export const cookie = '__Host-next-auth.session-token'

export type Story = ReturnType<typeof tell>

/** One application with sessions in the store, and what a visitor does there. */
export function tell(adapter: Adapter, real: RealProvider) {
  const mails: { to: string; url: string }[] = []
  const providers = [real.provider(), real.provider({ id: 'other' }), emailProvider([], mails), credentialsProvider()]
  // Each has an object of its own, as another instance of the application would.
  const another = (): Adapter => Object.create(adapter)
  const open = (more: Parameters<typeof walk>[0] = {}): Walk =>
    walk({ adapter: another(), session: { strategy: 'database' }, providers, ...more })
  return {
    adapter,
    another,
    open,
    mails,
    async signIn(someone: Visitor, person: string, id = 'real', fields: Record<string, string> = {}): Promise<Response> {
      return bring(someone, await real.walkThrough(await begin(someone, id, fields), person))
    },
    /** What the store holds for the visitor's cookie. */
    async stored(someone: Visitor) {
      return adapter.getSessionAndUser?.(
        createHash('sha256')
          .update(someone.cookies.get(cookie) ?? '')
          .digest('base64url'),
      )
    },
    async askForLink(someone: Visitor, email: string): Promise<Record<string, string>> {
      await someone.post('/signin/email', { email })
      return Object.fromEntries(new URL(mails.at(-1)?.url ?? '').searchParams)
    },
  }
}

/** Tests of one adapter share its store: each has people of its own. */
let people = 0
export const nobodyYet = (): string => `person-${process.pid}-${++people}`
