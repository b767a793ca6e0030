import type { AdapterUser } from '../adapters/contract.js'
import type { JWT, MaybePromise, Session } from '../base/types.js'
import type { SessionParams } from '../config/options.js'
import type { Settings } from '../config/settings.js'

/** What the browser and the application see when no callback says otherwise: a name, an address, a picture, an id. */
export function fromClaims(claims: JWT, expires: number): Session {
  const { name = null, email = null, picture = null, sub } = claims
  const user = sub === undefined ? { name, email, image: picture } : { name, email, image: picture, id: sub }
  return { user, expires: new Date(expires).toISOString() }
}

export function fromUser(user: AdapterUser, expires: Date): Session {
  const { id, name = null, email = null, image = null } = user
  return { user: { name, email: email || null, image, id }, expires: expires.toISOString() }
}

/** The `session` callback has the last word. Without one this costs nothing. */
export function shown(session: Session, facts: Partial<Omit<SessionParams<JWT>, 'session'>>, settings: Settings): MaybePromise<Session> {
  const { session: callback } = settings.callbacks
  if (!callback) return session
  // Either `token` or `user` is there, by strategy: the type promises both, as v4 and v5 do.
  return Promise.resolve(callback({ session, ...facts } as SessionParams<JWT>))
}
