import type { AdapterSession, AdapterUser } from '../adapters/contract.js'
import { andThen } from '../base/maybe-promise.js'
import type { MaybePromise } from '../base/types.js'
import type { Context, Visit } from '../config/context.js'
import type { Settings } from '../config/settings.js'
import { sha256 } from '../crypto/hash.js'
import { randomToken } from '../crypto/random.js'
import type { Arrival, Current, Sessions } from './contract.js'
import { readSessionCookie } from './cookie.js'
import { readEarlierCookie } from './earlier-cookie.js'
import { mayBeRaw, storeHashed } from './raw-token.js'
import { guarded, keepsMore, type Row, remove, rowOf, type Store, unlessGone } from './rows.js'
import { fromUser, shown } from './visible.js'
import { clearSessionCookie, writeSessionCookie } from './write-cookie.js'

/** Sessions as rows: the cookie holds 256 random bits, the row their hash. */
export function databaseSessions(settings: Settings): Sessions {
  const store = guarded(settings.adapter)
  return {
    stored: true,
    read: (visit) => read(visit, store),
    start: (arrival, ctx, within) => start(arrival, ctx, within ? guarded(within) : store),
    refresh: (current, ctx, update) => refresh(current, ctx, store, update),
    end: (ctx) => end(ctx, store),
    clear: async (ctx) => clearSessionCookie(ctx),
    binding: (visit) => {
      const token = heldBy(visit)
      return token === undefined ? '' : sha256(token)
    },
  }
}

/** What a browser brings: ours, else what v3, v4 or v5 gave it. */
function heldBy(visit: Visit): string | undefined {
  const token = readSessionCookie(visit) ?? readEarlierCookie(visit)?.value
  return token === '' || (token?.length ?? 0) > 512 ? undefined : token
}

/** One statement, and on Node no turn of the event loop beside it. */
function read(visit: Visit, store: Store): MaybePromise<Current | null> {
  const token = heldBy(visit)
  if (token === undefined) return null
  return andThen(find(token, visit, store), (row) => {
    const ends = row && endOf(row.session, visit)
    return row && ends ? current(row.session, row.user, ends, visit) : null
  })
}

/** The row of a token, under its hash, or as an adapter of v4 or v5 wrote it down. */
function find(token: string, visit: Visit, store: Store): MaybePromise<Row | null> {
  return andThen(sha256(token), (hash) =>
    andThen(rowOf(hash, store), (row) => row ?? (mayBeRaw(token, visit, store) ? findRaw(token, hash, store) : null)),
  )
}

/** Between the two looks another request of this browser may have moved the row from the one key to the other. */
function findRaw(token: string, hash: string, store: Store): MaybePromise<Row | null> {
  return andThen(rowOf(token, store), (row) => row ?? rowOf(hash, store))
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
  // What an earlier generation began is written anew, as a hash and under our cookie's name.
  const earlier = readSessionCookie(visit) === undefined || session.sessionToken === readSessionCookie(visit)
  const due = earlier || new Date(session.expires).getTime() - maxAge * 1000 + updateAge * 1000 <= visit.now
  const visible = shown(fromUser(user, new Date(ends)), { user, ...more }, visit.settings)
  return andThen(visible, (seen) => ({ session: seen, userId: user.id, sid: session.sid ?? undefined, user, due }))
}

async function start({ user, account, amr, authTime }: Arrival, ctx: Context, store: Store): Promise<void> {
  const { adapter, call } = store
  const { maxAge, absoluteMaxAge, generateSessionToken } = ctx.settings.session
  const lifetime = Math.min(maxAge, absoluteMaxAge)
  const token = (await generateSessionToken?.()) ?? randomToken()
  await endHeld(ctx, store)
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

async function refresh(found: Current, ctx: Context, store: Store, update?: { readonly data: unknown }): Promise<Current | null> {
  const token = heldBy(ctx)
  if (token === undefined) return null
  if (!found.due && !update) return found
  const row = await find(token, ctx, store)
  if (!row || endOf(row.session, ctx) === null) return null
  const kept = row.session.sessionToken === token ? await storeHashed(row, store) : row.session
  const session = found.due && kept ? await prolong(kept, ctx, store) : kept
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
  clearSessionCookie(ctx)
  return endHeld(ctx, store)
}

/** Deletes the row of what the browser brings, under either of its keys. */
async function endHeld(ctx: Context, store: Store): Promise<{ readonly session: unknown } | null> {
  const token = heldBy(ctx)
  if (token === undefined) return null
  // In this order: see `storeHashed`.
  const raw = mayBeRaw(token, ctx, store) && (await rowOf(token, store)) ? await remove(token, store) : null
  const deleted = await remove(await sha256(token), store)
  return { session: deleted ?? raw ?? null }
}
