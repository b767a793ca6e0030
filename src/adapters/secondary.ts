import { isAuthError } from '../base/errors.js'
import type { Adapter, AdapterSession, VerificationToken } from './contract.js'
import { noSuchUser, transactionEnded } from './failures.js'
import { isKey } from './key.js'

/** What lives for a while: sessions, one-time tokens, counters. */
export interface SecondaryVerbs
  extends Required<
    Pick<
      Adapter,
      'createSession' | 'updateSession' | 'deleteSession' | 'createVerificationToken' | 'useVerificationToken' | 'countAttempt' | 'sweep'
    >
  > {
  getSession(sessionToken: string): Promise<AdapterSession | null>
  deleteSessionsOf(userId: string): Promise<unknown>
}

/** A quick store in front of a database. */
export interface Secondary extends SecondaryVerbs {
  /** Verbs whose writes all happen at `finish`, or never; counting happens at once. After `end` they refuse. */
  draft(): { readonly verbs: SecondaryVerbs; finish(): Promise<void>; end(): void }
  close(): Promise<void>
}

export interface SecondaryOptions {
  /** Told when the secondary store is away and attempts are counted in the database instead. Default: nobody. */
  readonly warn?: (code: string, message: string) => void
}

/**
 * Users and accounts in the database, what lives for a while in the secondary store, and nowhere else: a session that was revoked there is
 * not found elsewhere. While it is away, nobody is signed in and nobody signs in; only attempts are counted in the database meanwhile, so
 * that no limit is ever open.
 *
 * `createSession` reads the user once, so that no session belongs to nobody: one more read per sign-in, none per request.
 */
export function withSecondary(primary: Required<Adapter>, secondary: Secondary, { warn }: SecondaryOptions = {}): Required<Adapter> {
  const verbs = combined(primary, secondary)
  return {
    ...verbs,
    async deleteUser(id) {
      const deleted = await primary.deleteUser(id)
      // The sessions are dead already, with the user gone; this removes them.
      await secondary.deleteSessionsOf(id)
      return deleted
    },
    transaction: (work) => transaction(primary, secondary, work),
    countAttempt: counting(primary, secondary, warn),
    sweep: sweeping(primary, secondary),
    prepare: () => primary.prepare(),
    async close() {
      await Promise.all([primary.close(), secondary.close()])
    },
  }
}

type Users = Required<
  Pick<
    Adapter,
    'createUser' | 'getUser' | 'getUserByEmail' | 'getUserByAccount' | 'updateUser' | 'deleteUser' | 'linkAccount' | 'unlinkAccount'
  >
>

type Combined = Required<Omit<Adapter, 'transaction' | 'countAttempt' | 'sweep' | 'prepare' | 'close'>>

function combined(users: Users, passing: SecondaryVerbs): Combined {
  return {
    createUser: (user) => users.createUser(user),
    getUser: (id) => users.getUser(id),
    getUserByEmail: (email) => users.getUserByEmail(email),
    getUserByAccount: (key) => users.getUserByAccount(key),
    updateUser: (user) => users.updateUser(user),
    deleteUser: (id) => users.deleteUser(id),
    linkAccount: (account) => users.linkAccount(account),
    unlinkAccount: (key) => users.unlinkAccount(key),
    async createSession(session) {
      if (isKey(session.userId) && !(await users.getUser(session.userId))) throw noSuchUser()
      return passing.createSession(session)
    },
    async getSessionAndUser(sessionToken) {
      const session = await passing.getSession(sessionToken)
      const user = session && (await users.getUser(session.userId))
      return user?.id === session?.userId && session && user ? { session, user } : null
    },
    updateSession: (session) => passing.updateSession(session),
    deleteSession: (sessionToken) => passing.deleteSession(sessionToken),
    createVerificationToken: (token) => passing.createVerificationToken(token),
    useVerificationToken: (key) => passing.useVerificationToken(key),
  }
}

/**
 * The database's own transaction for what is in it. Sessions are held back until it has committed, so that none is seen of a sign-in that
 * is undone; should the secondary store fail at that very moment, the user is kept and signs in at the next attempt.
 *
 * A one-time token is used at once, since two transactions could not agree on it later, and put back if the transaction fails.
 */
async function transaction<T>(primary: Required<Adapter>, secondary: Secondary, work: (within: Adapter) => Promise<T>): Promise<T> {
  const draft = secondary.draft()
  const used: VerificationToken[] = []
  let ended = false
  try {
    const result = await primary.transaction((within) => {
      // The inner adapter of ours has all verbs, too.
      const users = within as Required<Adapter>
      const both: Adapter = {
        ...combined(users, draft.verbs),
        async deleteUser(id) {
          const deleted = await users.deleteUser(id)
          await draft.verbs.deleteSessionsOf(id)
          return deleted
        },
        async useVerificationToken(key) {
          if (ended) throw transactionEnded()
          const token = await secondary.useVerificationToken(key)
          if (token) used.push(token)
          return token
        },
        countAttempt: (attempt) => secondary.countAttempt(attempt),
        sweep: sweeping(users, secondary),
        transaction: (nested) => nested(both),
      }
      return work(both)
    })
    await draft.finish()
    return result
  } catch (error) {
    await Promise.allSettled(used.map(async (token) => secondary.createVerificationToken(token)))
    throw error
  } finally {
    ended = true
    draft.end()
  }
}

function sweeping(primary: Pick<Required<Adapter>, 'sweep'>, secondary: Secondary): Required<Adapter>['sweep'] {
  return async (before) => (await primary.sweep(before)) + (await secondary.sweep(before))
}

/** Counted in the database while the secondary store is away. */
function counting(primary: Required<Adapter>, secondary: Secondary, warn: SecondaryOptions['warn']): Required<Adapter>['countAttempt'] {
  let told = false
  return async (attempt) => {
    try {
      const counted = await secondary.countAttempt(attempt)
      told = false
      return counted
    } catch (error) {
      if (!isAuthError(error) || !error.details.trouble) throw error
      if (!told) warn?.('SECONDARY_AWAY', 'The secondary store does not answer; attempts are counted in the database until it does.')
      told = true
      return primary.countAttempt(attempt)
    }
  }
}
