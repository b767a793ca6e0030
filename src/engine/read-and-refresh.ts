import type { Session } from '../base/types.js'
import { createVisit } from '../config/context.js'
import { createJar } from '../http/jar.js'
import { serialize } from '../http/set-cookie.js'
import { currentSession } from './actions/session.js'
import type { Engine } from './engine.js'

/** For faces that can set a cookie: Pages, the proxy. */
export async function readAndRefresh(engine: Engine, request: Request): Promise<{ session: Session | null; cookies: readonly string[] }> {
  const jar = createJar()
  const visit = createVisit(engine.settings, request.headers)
  // For a token nobody looks into the database, which the edge runtime could not open.
  const ready = engine.sessions.stored ? engine.ready() : undefined
  if (ready) await ready
  const ctx = { ...visit, request, method: request.method, query: {}, fields: {}, data: undefined, jar, trusted: false }
  return { session: await currentSession(ctx, engine), cookies: serialize(jar.cookies()) }
}
