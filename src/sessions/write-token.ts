import { isAuthError } from '../base/errors.js'
import type { JWT } from '../base/types.js'
import type { Context } from '../config/context.js'
import type { JWTParams } from '../config/options.js'
import { randomToken } from '../crypto/random.js'
import type { Arrival, Current } from './contract.js'
import { readSessionCookie } from './cookie.js'
import { audienceOf, claimsOf, type SessionCodec, visibleOf } from './read-token.js'
import { clearSessionCookie, writeSessionCookie } from './write-cookie.js'

/** A token for somebody who was let in. */
export async function startToken(
  { user, account, profile, isNewUser, amr, authTime }: Arrival,
  ctx: Context,
  codec: SessionCodec,
): Promise<void> {
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
async function issue(claims: JWT, ctx: Context, codec: SessionCodec): Promise<JWT> {
  const now = Math.floor(ctx.now / 1000)
  const left = (claims.started_at ?? now) + ctx.settings.session.absoluteMaxAge - now
  const maxAge = Math.max(1, Math.min(ctx.settings.jwt.maxAge, left))
  const { iat: _iat, exp: _exp, jti: _jti, nbf: _nbf, aud: _aud, ...lasting } = claims
  const value = await codec.encode(lasting, { now: ctx.now, maxAge, audience: audienceOf(ctx) })
  writeSessionCookie(value, maxAge, ctx)
  return { ...lasting, iat: now, exp: now + maxAge }
}

/** A new token for a session that is due, or that was updated. `null`: it has ended meanwhile. */
export async function refreshToken(
  current: Current,
  ctx: Context,
  codec: SessionCodec,
  update?: { readonly data: unknown },
): Promise<Current | null> {
  const { token } = current
  if (!token || (!current.due && !update)) return current
  const claims = await claimsOf(ctx, codec)
  if (!claims) return null
  const { jwt } = ctx.settings.callbacks
  // What the read before it changed, a provider's new refresh token say, is there once and must not be lost.
  const renewed = update && jwt ? await jwt({ token, trigger: 'update', session: update.data } as JWTParams) : token
  if (!renewed) return null
  const issued = await issue({ ...renewed, ...protocolOf(claims) }, ctx, codec).catch((error) => unlessTooLarge(error, ctx))
  return issued ? visibleOf(issued, issued, false, ctx, update) : current
}

/** A session that has grown too long to be written anew goes on as it is until its end, and the developer is told. */
function unlessTooLarge(error: unknown, { settings }: Context): null {
  if (!isAuthError(error) || error.type !== 'SessionTooLarge') throw error
  settings.logger.error(error)
  return null
}

/** What no callback moves: when it began, how, and as which sign-in. An earlier generation's token says when at most. */
function protocolOf(claims: JWT): JWT {
  const kept: JWT = { sid: randomToken(16), ...(claims.iat === undefined ? {} : { started_at: claims.iat }) }
  for (const name of ['sid', 'auth_time', 'started_at', 'amr', 'provider'] as const)
    if (claims[name] !== undefined) Object.assign(kept, { [name]: claims[name] })
  return kept
}

/** Clears the cookie, and tells what was in it. */
export async function endToken(ctx: Context, codec: SessionCodec): Promise<{ readonly token: JWT | null } | null> {
  const value = readSessionCookie(ctx)
  const token = await claimsOf(ctx, codec)
  clearSessionCookie(ctx)
  if (value === undefined) return null
  codec.forget(value)
  return { token }
}
