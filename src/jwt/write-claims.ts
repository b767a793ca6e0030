import { AuthError } from '../base/errors.js'
import type { JWT } from '../base/types.js'
import { randomToken } from '../crypto/random.js'
import { isTime, parseClaims, type Validity } from './claims.js'

/** @returns the payload's JSON: the claims, and those of the protocol over them */
export function writeClaims(claims: JWT, { now, maxAge, audience }: Validity & { readonly maxAge: number }): string {
  const seconds = Math.floor(now / 1000)
  const exp = seconds + maxAge
  if (!(maxAge > 0) || !isTime(exp))
    throw new AuthError('InvalidOption', `A token’s \`maxAge\` is a number of seconds above 0, not ${maxAge}.`)
  const protocol = { iat: claims.iat ?? seconds, exp, jti: randomToken(16), ...(audience === undefined ? {} : { aud: audience }) }
  const text = stringify({ ...claims, ...protocol })
  if (parseClaims(text) === null)
    throw new AuthError('JWTSessionError', 'Claims `iat` and `nbf` of a token are numbers of seconds since 1970.')
  return text
}

function stringify(claims: JWT): string {
  try {
    return JSON.stringify(claims)
  } catch (cause) {
    throw new AuthError('JWTSessionError', 'A token holds what JSON can carry: no BigInt, no cycles.', { cause })
  }
}

export function withinBounds(token: string, most: number): string {
  if (token.length <= most) return token
  throw new AuthError('SessionTooLarge', `A token of ${token.length} characters is more than any request carries. Keep less in it.`)
}
