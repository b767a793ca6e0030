import type { Context } from '../../config/context.js'
import { json, type Reply } from '../../http/reply.js'
import type { Engine } from '../engine.js'
import { csrfToken } from '../guard.js'

/** `GET /csrf`: the token that a form of this browser and session has to carry. */
export async function showCsrf(ctx: Context, engine: Engine): Promise<Reply> {
  return json({ csrfToken: await csrfToken(ctx, engine) })
}
