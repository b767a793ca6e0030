import { limited } from '../base/limited.js'
import type { AccountKey, Adapter, AdapterAccount, AdapterSession, AdapterUser, VerificationToken } from './contract.js'
import { conflict, noSuchUser, transactionEnded, unusable } from './failures.js'
import { isKey } from './key.js'
import { createLane } from './lane.js'
import {
  newAccount,
  newSession,
  newUser,
  newVerificationToken,
  refuseOtherIssuer,
  sessionChanges,
  userChanges,
  windowEnd,
} from './records.js'
import { patience, transactionLimit } from './time-limits.js'

export interface MemoryOptions {
  /** The clock in milliseconds. Default `Date.now`. */
  clock?: () => number
}

/** Facts in this process' memory, gone when it ends: for tests and for trying things out. */
export function memory({ clock = Date.now }: MemoryOptions = {}): Required<Adapter> {
  let state = emptyState()
  const lane = createLane(patience)
  const inTurn = <Args extends unknown[], R>(verb: (...args: Args) => R) => {
    return (...args: Args): R | Promise<R> => (lane.busy() ? lane.run(() => verb(...args)) : verb(...args))
  }
  const { users, accounts, sessions, tokens } = verbs(() => state, clock)
  return {
    ...users,
    ...accounts,
    ...sessions,
    ...tokens,
    createUser: inTurn(users.createUser),
    updateUser: inTurn(users.updateUser),
    deleteUser: inTurn(users.deleteUser),
    linkAccount: inTurn(accounts.linkAccount),
    unlinkAccount: inTurn(accounts.unlinkAccount),
    createSession: inTurn(sessions.createSession),
    updateSession: inTurn(sessions.updateSession),
    deleteSession: inTurn(sessions.deleteSession),
    createVerificationToken: inTurn(tokens.createVerificationToken),
    useVerificationToken: inTurn(tokens.useVerificationToken),
    countAttempt: inTurn(tokens.countAttempt),
    sweep: inTurn(tokens.sweep),
    transaction: (work) =>
      lane.run(async () => {
        const draft = copyState(state)
        const result = await attempt(draft, clock, work)
        state = draft
        return result
      }),
    prepare() {},
    close() {},
  }
}

/** Rows are replaced, never changed, so that a copy of a map is a copy of what it holds. */
interface State {
  readonly users: Map<string, AdapterUser>
  readonly idsByEmail: Map<string, string>
  readonly accounts: Map<string, AdapterAccount>
  readonly sessions: Map<string, AdapterSession>
  readonly tokens: Map<string, VerificationToken>
  readonly counters: Map<string, { readonly count: number; readonly resets: Date }>
}

function emptyState(): State {
  return { users: new Map(), idsByEmail: new Map(), accounts: new Map(), sessions: new Map(), tokens: new Map(), counters: new Map() }
}

function copyState(state: State): State {
  const { users, idsByEmail, accounts, sessions, tokens, counters } = state
  return {
    users: new Map(users),
    idsByEmail: new Map(idsByEmail),
    accounts: new Map(accounts),
    sessions: new Map(sessions),
    tokens: new Map(tokens),
    counters: new Map(counters),
  }
}

/** Works on a draft that becomes the state if all of it succeeds; afterwards the draft is closed. */
async function attempt<T>(draft: State, clock: () => number, work: (within: Adapter) => Promise<T>): Promise<T> {
  let ended = false
  const { users, accounts, sessions, tokens } = verbs(() => {
    if (ended) throw transactionEnded()
    return draft
  }, clock)
  const within: Adapter = { ...users, ...accounts, ...sessions, ...tokens, transaction: (nested) => nested(within) }
  try {
    return await limited(work(within), transactionLimit, transactionEnded)
  } finally {
    ended = true
  }
}

type Now = () => State

/** `now` answers with the state to work on. */
function verbs(now: Now, clock: () => number) {
  return { users: userVerbs(now, clock), accounts: accountVerbs(now), sessions: sessionVerbs(now, clock), tokens: tokenVerbs(now, clock) }
}

function userVerbs(now: Now, clock: () => number) {
  return {
    createUser(user: AdapterUser): AdapterUser {
      const { users } = now()
      const made = newUser(user, clock())
      if (users.has(made.id)) throw conflict('user')
      return keepUser(made, now())
    },
    getUser: (id: string) => copy(isKey(id) ? now().users.get(id) : undefined),
    getUserByEmail: (email: string) => copy(isKey(email) ? now().users.get(now().idsByEmail.get(email) ?? '') : undefined),
    getUserByAccount(key: AccountKey) {
      const { accounts, users } = now()
      const account = accounts.get(accountKey(key) ?? '')
      refuseOtherIssuer(account?.issuer, key)
      return copy(users.get(account?.userId ?? ''))
    },
    updateUser(user: Partial<AdapterUser> & Pick<AdapterUser, 'id'>): AdapterUser {
      if (!isKey(user.id)) throw unusable('id')
      const old = now().users.get(user.id)
      if (!old) throw noSuchUser()
      return keepUser({ ...old, ...userChanges(user) }, now())
    },
    deleteUser(id: string): AdapterUser | null {
      const { users, idsByEmail, accounts, sessions } = now()
      const user = isKey(id) ? users.get(id) : undefined
      if (!user) return null
      users.delete(id)
      idsByEmail.delete(user.email)
      for (const [key, account] of accounts) if (account.userId === id) accounts.delete(key)
      for (const [key, session] of sessions) if (session.userId === id) sessions.delete(key)
      return copy(user)
    },
  }
}

/** Stores a user whose address is nobody else's. */
function keepUser(user: AdapterUser, { users, idsByEmail }: State): AdapterUser {
  const owner = user.email === null ? undefined : idsByEmail.get(user.email)
  if (owner !== undefined && owner !== user.id) throw conflict('email')
  const old = users.get(user.id)
  if (old) idsByEmail.delete(old.email)
  if (user.email !== null) idsByEmail.set(user.email, user.id)
  users.set(user.id, user)
  return structuredClone(user)
}

function accountVerbs(now: Now) {
  return {
    linkAccount(account: AdapterAccount): AdapterAccount {
      const { users, accounts } = now()
      const made = newAccount(account)
      const key = accountKey(made) ?? ''
      if (accounts.has(key)) throw conflict('account')
      if (!users.has(made.userId)) throw noSuchUser()
      accounts.set(key, made)
      return structuredClone(made)
    },
    unlinkAccount: (key: AccountKey) => take(now().accounts, accountKey(key)),
  }
}

function sessionVerbs(now: Now, clock: () => number) {
  return {
    createSession(session: AdapterSession): AdapterSession {
      const { users, sessions } = now()
      const made = newSession(session, clock())
      if (sessions.has(made.sessionToken)) throw conflict('session')
      if (!users.has(made.userId)) throw noSuchUser()
      sessions.set(made.sessionToken, made)
      return structuredClone(made)
    },
    getSessionAndUser(sessionToken: string) {
      const { users, sessions } = now()
      const session = isKey(sessionToken) ? sessions.get(sessionToken) : undefined
      const user = session && users.get(session.userId)
      return user ? structuredClone({ session, user }) : null
    },
    updateSession(session: Partial<AdapterSession> & Pick<AdapterSession, 'sessionToken'>): AdapterSession | null {
      if (!isKey(session.sessionToken)) throw unusable('sessionToken')
      const { sessions } = now()
      const old = sessions.get(session.sessionToken)
      if (!old) return null
      const made = { ...old, ...sessionChanges(session) }
      sessions.set(made.sessionToken, made)
      return structuredClone(made)
    },
    deleteSession: (sessionToken: string) => take(now().sessions, isKey(sessionToken) ? sessionToken : null),
  }
}

function tokenVerbs(now: Now, clock: () => number) {
  return {
    createVerificationToken(token: VerificationToken): VerificationToken {
      const { tokens } = now()
      const made = newVerificationToken(token)
      if (tokens.has(made.token)) throw conflict('token')
      tokens.set(made.token, made)
      return structuredClone(made)
    },
    useVerificationToken(key: { identifier: string; token: string }): VerificationToken | null {
      if (!isKey(key?.identifier) || !isKey(key.token)) return null
      const { tokens } = now()
      return tokens.get(key.token)?.identifier === key.identifier ? take(tokens, key.token) : null
    },
    countAttempt({ key, windowSeconds }: { key: string; windowSeconds: number }): { count: number; resets: Date } {
      if (!isKey(key)) throw unusable('key')
      const time = clock()
      const resets = windowEnd(windowSeconds, time)
      const { counters } = now()
      const running = counters.get(key)
      const next = running && running.resets.getTime() > time ? { ...running, count: running.count + 1 } : { count: 1, resets }
      counters.set(key, next)
      return structuredClone(next)
    },
    sweep(before: Date): number {
      const { sessions, tokens, counters } = now()
      return (
        drop(sessions, ({ expires }) => expires < before) +
        drop(tokens, ({ expires }) => expires < before) +
        drop(counters, ({ resets }) => resets < before)
      )
    },
  }
}

function drop<T>(rows: Map<string, T>, expired: (row: T) => boolean): number {
  const gone = [...rows].filter(([, row]) => expired(row))
  for (const [key] of gone) rows.delete(key)
  return gone.length
}

function take<T>(rows: Map<string, T>, key: string | null): T | null {
  const row = key === null ? undefined : rows.get(key)
  if (row === undefined || key === null) return null
  rows.delete(key)
  return structuredClone(row)
}

function copy<T>(row: T | undefined): T | null {
  return row === undefined ? null : structuredClone(row)
}

/** One text for two, so that no pair looks like another: `["a","b:c"]`, not `a:b:c`. */
function accountKey(key: AccountKey): string | null {
  const { provider, providerAccountId } = key ?? {}
  return isKey(provider) && isKey(providerAccountId) ? JSON.stringify([provider, providerAccountId]) : null
}
