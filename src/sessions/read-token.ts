import { andThen } from '../base/maybe-promise.js'
import type { JWT, MaybePromise } from '../base/types.js'
import type { Visit } from '../config/context.js'
import type { JWTParams } from '../config/options.js'
import type { TokenCodec } from '../jwt/token-codec.js'
import type { Current } from './contract.js'
import { readSessionCookie } from './cookie.js'
import { fromClaims, shown } from './visible.js'

/** How tokens are written and read: ours, and those of v3, v4 and v5. */
export interface SessionCodec extends TokenCodec {
  decodeEarlier(visit: Visit): MaybePromise<JWT | null>
}

/** Who the cookie's token says is here. On Node, without callbacks, this is synchronous. */
export function readToken(visit: Visit, codec: SessionCodec): MaybePromise<Current | null> {
  return andThen(ownClaims(visit, codec), (claims) =>
    claims
      ? currentOf(claims, isDue(claims, visit), visit)
      : andThen(earlierClaims(visit, codec), (earlier) => (earlier ? currentOf(earlier, true, visit) : null)),
  )
}

export function claimsOf(visit: Visit, codec: SessionCodec): MaybePromise<JWT | null> {
  return andThen(ownClaims(visit, codec), (claims) => claims ?? earlierClaims(visit, codec))
}

function ownClaims(visit: Visit, codec: SessionCodec): MaybePromise<JWT | null> {
  const token = readSessionCookie(visit)
  if (!token) return null
  const claims = codec.decode(token, { now: visit.now, audience: audienceOf(visit) })
  return andThen(claims, (found) => (found && !isOver(found, visit) ? found : null))
}

/** What v3, v4 or v5 left. It counts until the next answer that can set a cookie: that one replaces it. */
function earlierClaims(visit: Visit, codec: SessionCodec): MaybePromise<JWT | null> {
  const { settings, now, cookies } = visit
  if (settings.session.earlierUntil <= now || cookies.startingWith('').length === 0) return null
  return andThen(codec.decodeEarlier(visit), (found) => (found && !isOver(found, visit) ? found : null))
}

/** The absolute end (OWASP ASVS 7.3.2): however often a token was renewed. */
function isOver(claims: JWT, { settings, now }: Visit): boolean {
  const began = claims.started_at ?? claims.auth_time ?? claims.iat
  return began !== undefined && !((began + settings.session.absoluteMaxAge) * 1000 > now)
}

/** A session is for one site: a token of another one under the same secret is nobody's here. */
export function audienceOf(visit: Visit): string {
  return visit.names.sessionToken.options.domain ?? visit.base
}

/** The application's `jwt` callback sees every read, as in v4 and v5; what it changes is kept where a cookie can be set. */
function currentOf(claims: JWT, due: boolean, visit: Visit): MaybePromise<Current | null> {
  const { jwt, session } = visit.settings.callbacks
  // A remembered token's claims are frozen; callbacks get a copy that is theirs.
  if (!jwt) return visibleOf(session ? structuredClone(claims) : claims, claims, due, visit)
  const before = JSON.stringify(claims)
  return Promise.resolve(jwt({ token: structuredClone(claims) } as JWTParams)).then((token) =>
    token ? visibleOf(token, claims, due || JSON.stringify(token) !== before, visit) : null,
  )
}

function isDue(claims: JWT, { settings, now }: Visit): boolean {
  const issued = claims.iat ?? 0
  return (issued + settings.session.updateAge) * 1000 <= now
}

export function visibleOf(token: JWT, signed: JWT, due: boolean, visit: Visit, update?: { readonly data: unknown }): MaybePromise<Current> {
  const expires = (signed.exp ?? 0) * 1000 || visit.now + visit.settings.jwt.maxAge * 1000
  const more = update ? { newSession: update.data, trigger: 'update' as const } : {}
  const session = shown(fromClaims(token, expires), { token, ...more }, visit.settings)
  return andThen(session, (shownSession) => ({ session: shownSession, userId: token.sub, sid: signed.sid, token, due }))
}
