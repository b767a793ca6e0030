import { lazily } from '../base/lazily.js'
import { andThen } from '../base/maybe-promise.js'
import type { Settings } from '../config/settings.js'
import { createTokenCodec } from '../jwt/token-codec.js'
import type { Sessions } from './contract.js'
import { claimsOf, readToken, type SessionCodec } from './read-token.js'

const loadWriting = lazily(() => import('./write-token.js'))
const loadClearing = lazily(() => import('./write-cookie.js'))
const loadEarlier = lazily(() => import('./earlier-token.js'))

/** Sessions as tokens in the cookie. What writes them is loaded when it is first needed: most requests only read. */
export function jwtSessions(settings: Settings): Sessions {
  const codec = settings.jwt.encode || settings.jwt.decode ? theirCodec(settings) : ourCodec(settings)
  return {
    stored: false,
    read: (visit) => readToken(visit, codec),
    start: async (arrival, ctx) => (await loadWriting()).startToken(arrival, ctx, codec),
    refresh: async (current, ctx, update) => (await loadWriting()).refreshToken(current, ctx, codec, update),
    end: async (ctx) => (await loadWriting()).endToken(ctx, codec),
    clear: async (ctx) => (await loadClearing()).clearSessionCookie(ctx),
    binding: (visit) => andThen(claimsOf(visit, codec), (claims) => claims?.sid ?? claims?.sub ?? ''),
  }
}

function ourCodec(settings: Settings): SessionCodec {
  const { keyring, session, jwt } = settings
  let earlier: SessionCodec['decodeEarlier'] | undefined
  return {
    ...createTokenCodec({ keyring, encryption: jwt.encryption, updateAge: session.updateAge }),
    decodeEarlier: (visit) =>
      andThen(loadEarlier(), ({ earlierTokens }) => {
        earlier ??= earlierTokens(settings)
        return earlier(visit)
      }),
  }
}

/** A developer's own `encode` and `decode`, loaded by those who have them. */
function theirCodec(settings: Settings): SessionCodec {
  const ours = ourCodec(settings)
  const theirs = lazily(async () => (await import('./own-codec.js')).ownCodec(settings, ours))
  return {
    forget: ours.forget,
    encode: (...call) => andThen(theirs(), (codec) => codec.encode(...call)),
    decode: (...call) => andThen(theirs(), (codec) => codec.decode(...call)),
    decodeEarlier: (visit) => andThen(theirs(), (codec) => codec.decodeEarlier(visit)),
  }
}
