import type { Adapter, AdapterSession, AdapterUser } from '../adapters/contract.js'
import { AuthError, isAuthError } from '../base/errors.js'
import { andThen } from '../base/maybe-promise.js'
import type { Awaitable, MaybePromise } from '../base/types.js'
import type { Context, Visit } from '../config/context.js'
import type { Settings } from '../config/settings.js'
import { sha256 } from '../crypto/hash.js'
import { randomToken } from '../crypto/random.js'
import type { Arrival, Current, Sessions } from './contract.js'
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from './cookie.js'
import { fromUser, shown } from './visible.js'

/** Sessions as rows: the cookie holds 256 random bits, the row their hash. */
export function databaseSessions(settings: Settings): Sessions {
  const store = guarded(settings.adapter)
  return {
    stored: true,
    read: (visit) => read(visit, store),
    start: (arrival, ctx, within) => start(arrival, ctx, within ? guarded(within) : store),
    refresh: (current, ctx, update) => refresh(current, ctx, store, update),
    end: (ctx) => end(ctx, store),
    clear: clearSessionCookie,
    binding: (visit) => {
      const token = readSessionCookie(visit)
      return token === undefined ? '' : sha256(token)
    },
  }
}

interface Store {
  readonly adapter: Adapter
  call<T>(verb: string, work: () => Awaitable<T> | undefined): MaybePromise<T | undefined>
}

/** Failures of the store carry one name, whatever the driver called them. */
function guarded(adapter: Adapter | undefined): Store {
  if (!adapter) throw new AuthError('MissingAdapter', 'The `database` strategy needs a `database` or an `adapter`.')
  return {
    adapter,
    call(verb, work) {
      try {
        const done = work()
        if (done === undefined || done === null || typeof (done as PromiseLike<unknown>).then !== 'function') return done as never
        return Promise.resolve(done).catch((error) => failed(verb, error))
      } catch (error) {
        return failed(verb, error)
      }
    },
  }
}

function failed(verb: string, error: unknown): never {
  throw isAuthError(error) ? error : new AuthError('AdapterError', `The adapter’s \`${verb}\` failed.`, { cause: error })
}

type Row = { readonly session: AdapterSession; readonly user: AdapterUser }

/** One statement, and on Node no turn of the event loop beside it. */
function read(visit: Visit, { adapter, call }: Store): MaybePromise<Current | null> {
  const token = readSessionCookie(visit)
  if (token === undefined || token === '' || token.length > 512) return null
  return andThen(sha256(token), (hash) =>
    andThen(
      call<Row | null>('getSessionAndUser', () => adapter.getSessionAndUser?.(hash)),
      (row) => judged(row, hash, visit),
    ),
  )
}

/** A row counts when it is the one asked for, has its user, and has not ended. */
function judged(row: Row | null | undefined, hash: string, visit: Visit): MaybePromise<Current | null> {
  if (!row?.session || !row.user || row.session.sessionToken !== hash || row.session.userId !== row.user.id) return null
  const ends = endOf(row.session, visit)
  return ends === null ? null : current(row.session, row.user, ends, visit)
}

/** When a row ends, idle and absolute, or `null` when it has ended. A date that cannot be read has ended. */
function endOf(session: AdapterSession, { settings, now }: Visit): number | null {
  const idle = new Date(session.expires).getTime()
  const began = session.createdAt ? new Date(session.createdAt).getTime() : null
  const ends = began === null ? idle : Math.min(idle, began + settings.session.absoluteMaxAge * 1000)
  return ends > now ? ends : null
}

function current(
  session: AdapterSession,
  user: AdapterUser,
  ends: number,
  visit: Visit,
  update?: { readonly data: unknown },
): MaybePromise<Current> {
  const { maxAge, updateAge } = visit.settings.session
  const more = update ? { newSession: update.data, trigger: 'update' as const } : {}
  const due = new Date(session.expires).getTime() - maxAge * 1000 + updateAge * 1000 <= visit.now
  const visible = shown(fromUser(user, new Date(ends)), { user, ...more }, visit.settings)
  return andThen(visible, (seen) => ({ session: seen, userId: user.id, sid: session.sid ?? undefined, user, due }))
}

async function start({ user, account, amr, authTime }: Arrival, ctx: Context, store: Store): Promise<void> {
  const { adapter, call } = store
  const { maxAge, absoluteMaxAge, generateSessionToken } = ctx.settings.session
  const lifetime = Math.min(maxAge, absoluteMaxAge)
  const token = (await generateSessionToken?.()) ?? randomToken()
  const previous = readSessionCookie(ctx)
  if (previous !== undefined) await remove(await sha256(previous), store)
  const session: AdapterSession = {
    sessionToken: await sha256(token),
    userId: user.id,
    expires: new Date(ctx.now + lifetime * 1000),
  }
  const more = {
    sid: randomToken(16),
    provider: account.provider,
    amr,
    authTime: new Date(authTime * 1000),
    createdAt: new Date(ctx.now),
  }
  await call('createSession', () => adapter.createSession?.(keepsMore(adapter) ? { ...session, ...more } : session))
  writeSessionCookie(token, lifetime, ctx)
}

/**
 * Adapters of v4 and v5 hand what they get to the database as it is, and some databases refuse a column they do not know. A store
 * with a verb that those never had keeps our columns as well.
 */
function keepsMore({ sweep }: Adapter): boolean {
  return typeof sweep === 'function'
}

function remove(hash: string, store: Store): Promise<unknown> {
  return unlessGone('deleteSession', () => store.adapter.deleteSession?.(hash), hash, store)
}

/** Some adapters throw where there is no such row (any more). Whether it is that, the store is asked; every other failure stays one. */
async function unlessGone<T>(
  verb: string,
  work: () => Awaitable<T> | undefined,
  hash: string,
  store: Store,
): Promise<T | null | undefined> {
  const { adapter, call } = store
  try {
    return await call(verb, work)
  } catch (error) {
    if (await call<Row | null>('getSessionAndUser', () => adapter.getSessionAndUser?.(hash))) throw error
    return null
  }
}

async function refresh(found: Current, ctx: Context, store: Store, update?: { readonly data: unknown }): Promise<Current | null> {
  const { adapter, call } = store
  const token = readSessionCookie(ctx)
  if (token === undefined) return null
  if (!found.due && !update) return found
  const hash = await sha256(token)
  const row = await call<Row | null>('getSessionAndUser', () => adapter.getSessionAndUser?.(hash))
  if (!row || row.session.sessionToken !== hash || endOf(row.session, ctx) === null) return null
  const session = found.due ? await prolong(row.session, ctx, store) : row.session
  if (!session) return null
  const ends = endOf(session, ctx)
  if (ends === null) return null
  if (found.due) writeSessionCookie(token, Math.ceil((ends - ctx.now) / 1000), ctx)
  return current(session, row.user, ends, ctx, update)
}

/** A row that was deleted meanwhile stays deleted: an update of nothing ends the session here too. */
async function prolong(session: AdapterSession, ctx: Context, store: Store): Promise<AdapterSession | null> {
  const { maxAge, absoluteMaxAge } = ctx.settings.session
  const idle = ctx.now + maxAge * 1000
  const cap = session.createdAt ? new Date(session.createdAt).getTime() + absoluteMaxAge * 1000 : idle
  const expires = new Date(Math.min(idle, cap))
  const { sessionToken } = session
  const updated = await unlessGone('updateSession', () => store.adapter.updateSession?.({ sessionToken, expires }), sessionToken, store)
  return updated === null ? null : { ...session, expires }
}

async function end(ctx: Context, store: Store): Promise<{ readonly session: unknown } | null> {
  const token = readSessionCookie(ctx)
  clearSessionCookie(ctx)
  if (token === undefined) return null
  const deleted = await remove(await sha256(token), store)
  return { session: deleted ?? null }
}
