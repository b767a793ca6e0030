import { AuthError } from '../../base/errors.js'
import type { Session } from '../../base/types.js'
import type { Context } from '../../config/context.js'
import { json, type Reply } from '../../http/reply.js'
import type { Current } from '../../sessions/contract.js'
import { announce } from '../announce.js'
import type { Engine } from '../engine.js'

/** `GET /session`: who is here, or `null`. Prolongs a session that is due, since a cookie can be set here. */
export async function showSession(ctx: Context, engine: Engine): Promise<Reply> {
  return json(await currentSession(ctx, engine))
}

/** `POST /session`: takes the `data` of `update(data)` to the `jwt` and `session` callbacks. */
export async function updateSession(ctx: Context, engine: Engine): Promise<Reply> {
  return json(await currentSession(ctx, engine, { data: ctx.data }))
}

/** Reads, and refreshes what is due. A broken callback of the application is no session, not a failure of every page. */
export async function currentSession(ctx: Context, engine: Engine, update?: { readonly data: unknown }): Promise<Session | null> {
  const { sessions, settings } = engine
  const current = await readOr(ctx, engine)
  if (current === undefined) return null
  const kept = current && (current.due || update) ? await sessions.refresh(current, ctx, update) : current
  if (!kept) {
    sessions.clear(ctx)
    return null
  }
  if (settings.events.session) await announce('session', { session: kept.session, ...(kept.token ? { token: kept.token } : {}) }, settings)
  return kept.session
}

/** `null`: there is none, and its cookie may go. `undefined`: it cannot be told now, and the cookie stays. */
async function readOr(ctx: Context, { sessions, settings }: Engine): Promise<Current | null | undefined> {
  try {
    return await sessions.read(ctx)
  } catch (error) {
    if (error instanceof AuthError) throw error
    settings.logger.error(new AuthError('JWTSessionError', 'The `jwt` or `session` callback threw; the visitor counts as signed out for now.', { cause: error }))
    return undefined
  }
}
