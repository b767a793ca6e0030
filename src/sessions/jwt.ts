import { lazily } from '../base/lazily.js'
import { andThen } from '../base/maybe-promise.js'
import type { JWT } from '../base/types.js'
import type { Settings } from '../config/settings.js'
import { createTokenCodec, type TokenCodec } from '../jwt/token-codec.js'
import type { Sessions } from './contract.js'
import { clearSessionCookie } from './cookie.js'
import { claimsOf, readToken } from './read-token.js'

const loadWriting = lazily(() => import('./write-token.js'))

/** Sessions as tokens in the cookie. What writes them is loaded when it is first needed: most requests only read. */
export function jwtSessions(settings: Settings): Sessions {
  const codec =
    settings.jwt.encode || settings.jwt.decode
      ? ownCodec(settings)
      : createTokenCodec({ keyring: settings.keyring, encryption: settings.jwt.encryption, updateAge: settings.session.updateAge })
  return {
    stored: false,
    read: (visit) => readToken(visit, codec),
    start: async (arrival, ctx) => (await loadWriting()).startToken(arrival, ctx, codec),
    refresh: async (current, ctx, update) => (await loadWriting()).refreshToken(current, ctx, codec, update),
    end: async (ctx) => (await loadWriting()).endToken(ctx, codec),
    clear: clearSessionCookie,
    binding: (visit) => andThen(claimsOf(visit, codec), (claims) => claims?.sid ?? claims?.sub ?? ''),
  }
}

/** A developer's own `encode` and `decode`, called as v4 and v5 call them. */
function ownCodec(settings: Settings): TokenCodec {
  const ours = createTokenCodec({ keyring: settings.keyring, encryption: settings.jwt.encryption })
  const { encode, decode } = settings.jwt
  const secret = settings.secrets.length === 1 ? (settings.secrets[0] as string) : [...settings.secrets]
  return {
    forget: ours.forget,
    encode: (claims, how) =>
      encode
        ? Promise.resolve(encode({ token: claims, secret, maxAge: how.maxAge, salt: settings.cookies.plain.sessionToken.name }))
        : ours.encode(claims, how),
    decode: (token, how) =>
      decode
        ? guardedDecode(() => decode({ token, secret, salt: settings.cookies.plain.sessionToken.name }), how.now)
        : ours.decode(token, how),
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
