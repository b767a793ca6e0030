import type { Adapter, AdapterAccount, AdapterUser } from '../adapters/contract.js'
import { uuidV7 } from '../adapters/uuid.js'
import { AuthError, isAuthError } from '../base/errors.js'
import type { Account, AccountType, User } from '../base/types.js'
import type { Settings } from '../config/settings.js'
import { type Decision, decide } from './decide.js'

/** What this room needs to know of an identity. */
export interface Proven {
  readonly provider: string
  readonly type: AccountType
  readonly providerAccountId: string
  readonly issuer?: string
  readonly user: User
  readonly emailVerified: boolean
  readonly account: Account
  readonly linkTo?: string | undefined
  readonly linkByEmail: boolean
}

/** What was decided, before anything is written. */
export interface Resolution {
  readonly decision: Decision
  /** Who this is, or will be: handed to the `signIn` callback. */
  readonly user: User & { id: string }
}

/** What was written. */
export interface Settled {
  readonly user: User & { id: string }
  readonly isNewUser: boolean
  readonly linked: boolean
}

/** Reads the facts and decides. Without a store the identity itself is the user. */
export async function resolve(identity: Proven, settings: Settings): Promise<Resolution> {
  const { adapter } = settings
  const id = withoutStore(identity, settings)
  if (!adapter || (identity.type === 'credentials' && settings.session.strategy === 'jwt')) {
    return { decision: { kind: 'sign-in', user: asStored(identity, id) }, user: { ...identity.user, id } }
  }
  const decision = await decided(identity, adapter)
  if (decision.kind === 'refuse') throw refused(decision.because, identity.provider)
  if (decision.kind === 'create') return { decision, user: { ...identity.user, id } }
  return { decision, user: decision.user }
}

/** How long a twin elsewhere is given between its user and its account, in milliseconds. */
const twin = 500

/** Where a store has no transactions of its own, an address may be taken by somebody who is being made of the same identity: a second look tells. */
async function decided(identity: Proven, adapter: Adapter): Promise<Decision> {
  const decision = decide(await readFacts(identity, adapter))
  if (decision.kind !== 'refuse' || decision.because !== 'email-taken' || isOurs(adapter)) return decision
  await new Promise((resolve) => setTimeout(resolve, twin))
  return decide(await readFacts(identity, adapter))
}

/** Carries the decision out. Inside a transaction where the store has them. */
export async function settle(identity: Proven, { decision, user }: Resolution, store: Adapter | undefined, now: number): Promise<Settled> {
  if (!store || decision.kind === 'refuse') return { user, isNewUser: false, linked: false }
  if (decision.kind === 'create') return createUser(identity, store, now)
  if (decision.kind === 'link') {
    await linkAccount(identity, decision.user.id, store)
    return { user: decision.user, isNewUser: false, linked: true }
  }
  return { user: decision.user, isNewUser: false, linked: false }
}

/** Whether another request did the same at the same moment, so that the facts are worth reading again. */
export function lostRace(error: unknown): boolean {
  // Bounded: an error may be its own cause.
  for (let at = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth++)
    if (isAuthError(at) && at.details?.conflict) return true
  return false
}

/**
 * A user's id where nothing is stored. The same subject at two providers is two people, so with several providers the id names
 * the provider too.
 */
function withoutStore(identity: Proven, settings: Settings): string {
  if (identity.type === 'credentials') return identity.user.id ?? identity.providerAccountId
  return settings.providers.size > 1 ? `${identity.provider}:${identity.providerAccountId}` : identity.providerAccountId
}

function asStored(identity: Proven, id: string): AdapterUser {
  return { ...identity.user, id, email: identity.user.email ?? '', emailVerified: null }
}

async function readFacts(identity: Proven, adapter: Adapter): Promise<Parameters<typeof decide>[0]> {
  const { provider, providerAccountId, type, user } = identity
  const mail = type === 'email'
  const known = mail ? null : await ownerOf(identity, adapter)
  const asking = identity.linkTo ? await verb(adapter, 'getUser')(identity.linkTo) : null
  if (identity.linkTo && !asking)
    throw new AuthError('AccessDenied', 'The user who asked to link an account is gone.', { details: { provider } })
  const address = mail ? providerAccountId : user.email
  const found = !known && address ? await verb(adapter, 'getUserByEmail')(address) : null
  // A twin may have signed up between these two: whoever has the address by now has the identity, too.
  const owner = known ?? (found && !mail ? await ownerOf(identity, adapter) : null)
  return {
    owner,
    // A store that compares loosely may answer with a neighbour.
    sameEmail: found && sameAddress(found.email, address) ? found : null,
    asking,
    email: mail ? 'is-identity' : identity.linkByEmail ? 'links' : 'no-link',
    emailVerified: identity.emailVerified,
  }
}

async function ownerOf(identity: Proven, adapter: Adapter): Promise<AdapterUser | null> {
  const { provider, providerAccountId, type, user } = identity
  // `authorize` usually answers with a row of the application's own users.
  const own = type === 'credentials' && user.id ? await verb(adapter, 'getUser')(user.id) : null
  if (own && own.id === user.id) return own
  return (await verb(adapter, 'getUserByAccount')({ provider, providerAccountId, ...issuerFor(adapter, identity) })) ?? null
}

function sameAddress(kept: string | null | undefined, asked: string | null | undefined): boolean {
  return typeof kept === 'string' && typeof asked === 'string' && foldAscii(kept) === foldAscii(asked)
}

/** Letters of ASCII only: the Kelvin sign lower-cases to `k`, and would be another's address. */
function foldAscii(address: string): string {
  return address.replace(/[A-Z]/g, (letter) => letter.toLowerCase())
}

function refused(because: string, provider: string): AuthError {
  const hints: Record<string, string> = {
    'owned-by-another': 'The identity belongs to another user already.',
    'email-taken':
      'A user with this address exists and signed in another way. Let them sign in that way and link this provider (`signIn(provider, { intent: "link" })`), or trust the provider with `allowDangerousEmailAccountLinking`.',
    'email-unproven': 'Linking by e-mail needs the address to be verified on both sides: by the provider and by this site.',
    'never-proven':
      'Whoever registered this address never proved it, so a link to it signs nobody in. Set `emailVerified` of that user if you know better.',
  }
  return new AuthError('OAuthAccountNotLinked', hints[because] ?? because, { details: { provider, because } })
}

async function createUser(identity: Proven, store: Adapter, now: number): Promise<Settled> {
  const { id: _providersOwn, ...facts } = identity.user
  const mail = identity.type === 'email'
  const emailVerified = mail || identity.emailVerified ? new Date(now) : null
  const email = mail ? identity.providerAccountId : facts.email
  const user = await verb(
    store,
    'createUser',
  )({ ...facts, ...idOf(identity, store, now), email: (email ?? null) as string, emailVerified } as AdapterUser)
  if (!mail) {
    try {
      await linkAccount(identity, user.id, store)
    } catch (error) {
      // Without transactions an orphan would block this person's next attempt by its e-mail address.
      if (!store.transaction) await store.deleteUser?.(user.id)
      throw error
    }
  }
  return { user, isNewUser: true, linked: !mail }
}

/** The application chose the id of those whom it checks itself; our stores name everybody else. Those of v5 are handed a name, which their column can hold. */
function idOf({ type, user }: Proven, store: Adapter, now: number): { id?: string } {
  if (!isOurs(store)) return { id: uuidV7(now) }
  return type === 'credentials' && user.id ? { id: user.id } : {}
}

async function linkAccount(identity: Proven, userId: string, store: Adapter): Promise<void> {
  await verb(store, 'linkAccount')({ ...identity.account, ...issuerFor(store, identity), userId } as AdapterAccount)
}

/** Who vouches for the identity, for stores that have a place for it. */
function issuerFor(store: Adapter, { issuer }: Proven): { issuer?: string } {
  return issuer !== undefined && isOurs(store) ? { issuer } : {}
}

/** Or made like ours, with a verb that those of v4 and v5 never had. Some of those refuse a column that they do not know. */
function isOurs({ sweep }: Adapter): boolean {
  return typeof sweep === 'function'
}

/** A verb of the adapter, bound, or the error that names it. */
function verb<V extends keyof Adapter>(adapter: Adapter, name: V): NonNullable<Adapter[V]> {
  const method = adapter[name]
  if (typeof method !== 'function') throw new AuthError('MissingAdapterMethods', `The adapter lacks: ${name}.`)
  return method.bind(adapter) as NonNullable<Adapter[V]>
}
