import type { Context } from '../../config/context.js'
import { json, type Reply } from '../../http/reply.js'
import type { Engine } from '../engine.js'

/** `GET /providers`: what a sign-in page of one's own needs to know of each. */
export async function showProviders(ctx: Context, { settings }: Engine): Promise<Reply> {
  const shown = [...settings.providers.values()].map(({ id, name, type }) => [
    id,
    { id, name, type, signinUrl: `${ctx.base}/signin/${id}`, callbackUrl: `${ctx.base}/callback/${id}` },
  ])
  return json(Object.fromEntries(shown))
}
