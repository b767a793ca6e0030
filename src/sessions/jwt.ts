import { andThen } from '../base/maybe-promise.js'
import type { JWT, MaybePromise } from '../base/types.js'
import type { Context, Visit } from '../config/context.js'
import type { JWTParams } from '../config/options.js'
import type { Settings } from '../config/settings.js'
import { randomToken } from '../crypto/random.js'
import { createTokenCodec, type TokenCodec } from '../jwt/token-codec.js'
import type { Arrival, Current, Sessions } from './contract.js'
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from './cookie.js'
import { fromClaims, shown } from './visible.js'

/** Sessions as tokens in the cookie. Reading one on Node, without callbacks, is synchronous. */
export function jwtSessions(settings: Settings): Sessions {
  const codec =
    settings.jwt.encode || settings.jwt.decode
      ? ownCodec(settings)
      : createTokenCodec({ keyring: settings.keyring, encryption: settings.jwt.encryption, updateAge: settings.session.updateAge })
  return {
    stored: false,
    read: (visit) => read(visit, codec),
    start: (arrival, ctx) => start(arrival, ctx, codec),
    refresh: (current, ctx, update) => refresh(current, ctx, codec, update),
    end: (ctx) => end(ctx, codec),
    clear: clearSessionCookie,
    binding: (visit) => andThen(claimsOf(visit, codec), (claims) => claims?.sid ?? claims?.sub ?? ''),
  }
}

/** A session is for one site: a token of another one under the same secret is nobody's here. */
function audienceOf(visit: Visit): string {
  return visit.names.sessionToken.options.domain ?? visit.base
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

function claimsOf(visit: Visit, codec: TokenCodec): MaybePromise<JWT | null> {
  const token = readSessionCookie(visit)
  if (!token) return null
  const claims = codec.decode(token, { now: visit.now, audience: audienceOf(visit) })
  return andThen(claims, (found) => (found && !isOver(found, visit) ? found : null))
}

/** The absolute end (OWASP ASVS 7.3.2): however often a token was renewed. */
function isOver(claims: JWT, { settings, now }: Visit): boolean {
  const began = claims.started_at ?? claims.auth_time
  return began !== undefined && (began + settings.session.absoluteMaxAge) * 1000 <= now
}

function read(visit: Visit, codec: TokenCodec): MaybePromise<Current | null> {
  return andThen(claimsOf(visit, codec), (claims) => (claims ? currentOf(claims, visit) : null))
}

/** The application's `jwt` callback sees every read, as in v4 and v5; what it changes is kept where a cookie can be set. */
function currentOf(claims: JWT, visit: Visit): MaybePromise<Current | null> {
  const { jwt, session } = visit.settings.callbacks
  const due = isDue(claims, visit)
  // A remembered token's claims are frozen; callbacks get a copy that is theirs.
  if (!jwt) return visibleOf(session ? structuredClone(claims) : claims, claims, due, visit)
  const before = JSON.stringify(claims)
  return Promise.resolve(jwt({ token: structuredClone(claims) })).then((token) =>
    token ? visibleOf(token, claims, due || JSON.stringify(token) !== before, visit) : null,
  )
}

function isDue(claims: JWT, { settings, now }: Visit): boolean {
  const issued = claims.iat ?? 0
  return (issued + settings.session.updateAge) * 1000 <= now
}

function visibleOf(token: JWT, signed: JWT, due: boolean, visit: Visit, update?: { readonly data: unknown }): MaybePromise<Current> {
  const expires = (signed.exp ?? 0) * 1000 || visit.now + visit.settings.jwt.maxAge * 1000
  const more = update ? { newSession: update.data, trigger: 'update' as const } : {}
  const session = shown(fromClaims(token, expires), { token, ...more }, visit.settings)
  return andThen(session, (shownSession) => ({ session: shownSession, userId: token.sub, sid: signed.sid, token, due }))
}

async function start({ user, account, profile, isNewUser, amr, authTime }: Arrival, ctx: Context, codec: TokenCodec): Promise<void> {
  const previous = readSessionCookie(ctx)
  if (previous !== undefined) codec.forget(previous)
  const began = Math.floor(ctx.now / 1000)
  const kept = { sub: user.id, sid: randomToken(16), auth_time: authTime, started_at: began, provider: account.provider, amr: [...amr] }
  const claims: JWT = { name: user.name ?? null, email: user.email ?? null, picture: user.image ?? null, ...kept }
  const params: JWTParams = { token: claims, user, account, trigger: isNewUser ? 'signUp' : 'signIn', isNewUser }
  if (profile) params.profile = profile
  const { jwt } = ctx.settings.callbacks
  const token = jwt ? await jwt(params) : claims
  if (!token) return clearSessionCookie(ctx)
  await issue({ ...token, ...kept, sub: token.sub ?? kept.sub }, ctx, codec)
}

/** Writes a token that ends `maxAge` from now, but never after the absolute end. */
async function issue(claims: JWT, ctx: Context, codec: TokenCodec): Promise<JWT> {
  const now = Math.floor(ctx.now / 1000)
  const left = (claims.started_at ?? now) + ctx.settings.session.absoluteMaxAge - now
  const maxAge = Math.max(1, Math.min(ctx.settings.jwt.maxAge, left))
  const { iat: _iat, exp: _exp, jti: _jti, nbf: _nbf, aud: _aud, ...lasting } = claims
  const value = await codec.encode(lasting, { now: ctx.now, maxAge, audience: audienceOf(ctx) })
  writeSessionCookie(value, maxAge, ctx)
  return { ...lasting, iat: now, exp: now + maxAge }
}

async function refresh(current: Current, ctx: Context, codec: TokenCodec, update?: { readonly data: unknown }): Promise<Current | null> {
  const { token } = current
  if (!token || (!current.due && !update)) return current
  const claims = await claimsOf(ctx, codec)
  if (!claims) return null
  const { jwt } = ctx.settings.callbacks
  // What the read before it changed, a provider's new refresh token say, is there once and must not be lost.
  const renewed = update && jwt ? await jwt({ token, trigger: 'update', session: update.data }) : token
  if (!renewed) return null
  const issued = await issue({ ...renewed, ...protocolOf(claims) }, ctx, codec)
  return visibleOf(issued, issued, false, ctx, update)
}

/** What no callback moves: when it began, how, and as which sign-in. */
function protocolOf(claims: JWT): JWT {
  const kept: JWT = {}
  for (const name of ['sid', 'auth_time', 'started_at', 'amr', 'provider'] as const)
    if (claims[name] !== undefined) Object.assign(kept, { [name]: claims[name] })
  return kept
}

async function end(ctx: Context, codec: TokenCodec): Promise<{ readonly token: JWT | null } | null> {
  const value = readSessionCookie(ctx)
  const token = await claimsOf(ctx, codec)
  clearSessionCookie(ctx)
  if (value === undefined) return null
  codec.forget(value)
  return { token }
}
