import { AuthError, isAuthError } from '../../base/errors.js'
import { andThen } from '../../base/maybe-promise.js'
import type { MaybePromise, Session } from '../../base/types.js'
import type { Context, Visit } from '../../config/context.js'
import { json, type Reply } from '../../http/reply.js'
import type { Current } from '../../sessions/contract.js'
import { announce, type EventMessage } from '../announce.js'
import type { Engine } from '../engine.js'

/** `GET /session`: who is here, or `null`. Prolongs a session that is due, since a cookie can be set here. */
export function showSession(ctx: Context, engine: Engine): MaybePromise<Reply> {
  return andThen(currentSession(ctx, engine), (session) => json(session))
}

/** `POST /session`: takes the `data` of `update(data)` to the `jwt` and `session` callbacks. */
export function updateSession(ctx: Context, engine: Engine): MaybePromise<Reply> {
  return andThen(currentSession(ctx, engine, { data: ctx.data }), (session) => json(session))
}

type Update = { readonly data: unknown }

/** Reads, and refreshes what is due. Nearly always there is nothing to do, and then nothing is waited for. */
export function currentSession(ctx: Context, engine: Engine, update?: Update): MaybePromise<Session | null> {
  return andThen(readOr(ctx, engine), (current) => {
    if (current === undefined) return null
    const done = current !== null && !current.due && !update && !engine.settings.events.session
    return done ? current.session : refreshAndTell(current, ctx, engine, update)
  })
}

async function refreshAndTell(current: Current | null, ctx: Context, engine: Engine, update: Update | undefined): Promise<Session | null> {
  const { sessions, settings } = engine
  const kept = current && (current.due || update) ? await refreshOr(current, ctx, engine, update) : current
  if (kept === undefined) return null
  if (!kept) {
    await sessions.clear(ctx)
    return null
  }
  if (settings.events.session) {
    await announce('session', { session: kept.session, ...(kept.token ? { token: kept.token } : {}) } as EventMessage<'session'>, settings)
  }
  return kept.session
}

/** `null`: there is none, and its cookie may go. `undefined`: it cannot be told now, and the cookie stays. */
export function readOr(visit: Visit, engine: Engine): MaybePromise<Current | null | undefined> {
  try {
    const current = engine.sessions.read(visit)
    return current instanceof Promise ? current.catch((error) => passing(error, engine)) : current
  } catch (error) {
    return passing(error, engine)
  }
}

async function refreshOr(current: Current, ctx: Context, engine: Engine, update: Update | undefined): Promise<Current | null | undefined> {
  try {
    return await engine.sessions.refresh(current, ctx, update)
  } catch (error) {
    return passing(error, engine)
  }
}

/** A broken callback of the application is no session for now, not a failure of every page. A broken store is a failure. */
function passing(error: unknown, { settings }: Engine): undefined {
  if (isAuthError(error)) throw error
  settings.logger.error(
    new AuthError('JWTSessionError', 'The `jwt` or `session` callback threw; the visitor counts as signed out for now.', { cause: error }),
  )
}
