import { AuthError } from '../base/errors.js'
import type { Context } from '../config/context.js'
import { earlierNames } from './earlier-cookie.js'

/** Octets a session may take: half of what Node.js takes of a request's header, and all of the line that nginx and Apache do. */
const sessionBudget = 8 * 1024

/** Writes it, in several cookies when it is long, and refuses what browsers or proxies would not carry back. */
export function writeSessionCookie(value: string, maxAge: number, ctx: Context): void {
  if (value.length > sessionBudget) {
    throw new AuthError(
      'SessionTooLarge',
      `The session takes ${value.length} octets of cookies; ${sessionBudget} is what servers and proxies let through. Keep less in the token, or use a \`database\`.`,
    )
  }
  const { name, options } = ctx.names.sessionToken
  clearSessionCookie(ctx)
  ctx.jar.setChunked(name, value, options, maxAge, ctx.cookies.getChunked(name).present)
}

/** Deletes it and every part of it that this browser sent, and what v3, v4 and v5 have left: no older session comes back in its place. */
export function clearSessionCookie(ctx: Context): void {
  const { name, options } = ctx.names.sessionToken
  for (const whole of [name, ...earlierNames(ctx.secure)])
    for (const part of ctx.cookies.getChunked(whole).present) ctx.jar.clear(part, options)
}
