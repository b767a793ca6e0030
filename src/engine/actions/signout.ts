import { AuthError } from '../../base/errors.js'
import type { Context } from '../../config/context.js'
import type { Reply } from '../../http/reply.js'
import { announce, type EventMessage } from '../announce.js'
import type { Engine } from '../engine.js'
import { asAsked } from '../explain.js'
import { target } from '../target.js'

/** `POST /signout`: ends the session. The cookies go even when the store fails; twice is as good as once. */
export async function signOut(ctx: Context, engine: Engine): Promise<Reply> {
  const { sessions, settings } = engine
  try {
    const ended = await sessions.end(ctx)
    if (ended) await announce('signOut', ended as EventMessage<'signOut'>, settings)
  } catch (error) {
    settings.logger.error(
      new AuthError('SignOutError', 'The session’s row could not be deleted: the cookie is gone, the row is not.', { cause: error }),
    )
  }
  for (const name of ctx.cookies.startingWith(ctx.names.transaction.name)) ctx.jar.clear(name, ctx.names.transaction.options)
  if (ctx.cookies.get(ctx.names.csrfToken.name) !== undefined) ctx.jar.clear(ctx.names.csrfToken.name, ctx.names.csrfToken.options)
  return asAsked({ kind: 'redirect', to: await target(ctx.fields.callbackUrl, ctx) }, ctx)
}
