import type { Visit } from '../config/context.js'

/** What the browser brings under our name; in one cookie or in several. */
export function readSessionCookie(visit: Visit): string | undefined {
  return visit.cookies.getChunked(visit.names.sessionToken.name).value
}
