import type { JWT } from '../base/types.js'
import type { Settings } from '../config/settings.js'
import { readEarlierCookie } from './earlier-cookie.js'
import type { SessionCodec } from './read-token.js'

/** A developer's own `encode` and `decode`, called as v4 and v5 call them; ours where there is only one of them. */
export function ownCodec(settings: Settings, ours: SessionCodec): SessionCodec {
  const { encode, decode } = settings.jwt
  const secret = settings.secrets.length === 1 ? (settings.secrets[0] as string) : [...settings.secrets]
  const salt = settings.cookies.plain.sessionToken.name
  return {
    forget: ours.forget,
    encode: (claims, how) =>
      encode ? Promise.resolve(encode({ token: claims, secret, maxAge: how.maxAge, salt })) : ours.encode(claims, how),
    decode: (token, how) => (decode ? guardedDecode(() => decode({ token, secret, salt }), how.now) : ours.decode(token, how)),
    // Theirs is one format for all generations, with the cookie's name as salt in v5.
    decodeEarlier(visit) {
      if (!decode) return ours.decodeEarlier(visit)
      const cookie = readEarlierCookie(visit)
      return cookie ? guardedDecode(() => decode({ token: cookie.value, secret, salt: cookie.name }), visit.now) : null
    },
  }
}

/** Whatever a developer's `decode` does, an expired token is none and an exception is no session. */
async function guardedDecode(decode: () => PromiseLike<JWT | null> | JWT | null, now: number): Promise<JWT | null> {
  try {
    const claims = await decode()
    if (!claims || typeof claims !== 'object') return null
    return claims.exp === undefined || (typeof claims.exp === 'number' && claims.exp * 1000 > now) ? claims : null
  } catch {
    return null
  }
}
