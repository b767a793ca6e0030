import type { AdapterUser } from '../adapters/contract.js'

/** What is known before anything is decided. */
export interface Facts {
  /** Whose account it already is. */
  readonly owner: AdapterUser | null
  /** Who has the same e-mail address. */
  readonly sameEmail: AdapterUser | null
  /** Who asked, signed in, to have it tied to themselves. */
  readonly asking: AdapterUser | null
  /** How the identity stands to an address: it is one (a link by mail), it may be tied by it, or it may not. */
  readonly email: 'is-identity' | 'links' | 'no-link'
  /** Whether the provider said that the address is verified. */
  readonly emailVerified: boolean
}

export type Decision =
  | { readonly kind: 'sign-in'; readonly user: AdapterUser }
  | { readonly kind: 'link'; readonly user: AdapterUser }
  | { readonly kind: 'create' }
  | { readonly kind: 'refuse'; readonly because: 'owned-by-another' | 'email-taken' | 'email-unproven' | 'never-proven' }

/** Whose identity is this? Pure: from facts to one of four answers. An e-mail address never decides alone (OIDC Core §5.7). */
export function decide(facts: Facts): Decision {
  const { owner, asking, sameEmail } = facts
  if (owner) {
    if (asking && asking.id !== owner.id) return { kind: 'refuse', because: 'owned-by-another' }
    return { kind: 'sign-in', user: owner }
  }
  if (facts.email === 'is-identity') return byMail(sameEmail)
  if (asking) return { kind: 'link', user: asking }
  if (!sameEmail) return { kind: 'create' }
  if (facts.email === 'no-link') return { kind: 'refuse', because: 'email-taken' }
  // Both ends have to be proven, or whoever registered the address first would own the newcomer's identity.
  return facts.emailVerified && sameEmail.emailVerified ? { kind: 'link', user: sameEmail } : { kind: 'refuse', because: 'email-unproven' }
}

/**
 * Whoever registered an address that they never proved may be anybody: to let its owner in by mail would put them into a stranger's
 * user, whose other ways in would stay open to that stranger (the account is hijacked before it exists).
 */
function byMail(sameEmail: AdapterUser | null): Decision {
  if (!sameEmail) return { kind: 'create' }
  return sameEmail.emailVerified ? { kind: 'sign-in', user: sameEmail } : { kind: 'refuse', because: 'never-proven' }
}
