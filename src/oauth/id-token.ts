import { getValidatedIdTokenClaims, jwksCache, type TokenEndpointResponse, validateApplicationLevelSignature } from 'oauth4webapi'
import { type Registration, tolerance } from './client.js'
import { CheckFailed } from './failure.js'
import { atHash, hasDuplicates, readPart, verifyHmac } from './jws.js'
import type { KeySet, Keys, Source } from './keys.js'
import type { Server } from './server.js'

export interface ExpectedIdToken {
  readonly nonce: string | undefined
  /** As it was sent, in seconds; then `auth_time` must be there and recent. */
  readonly maxAge: number | undefined
  /** One of these must be there: they were asked for as essential. */
  readonly acr: readonly string[] | undefined
  /** When the sign-in began, in milliseconds. */
  readonly begun: number
  /** For an issuer with `{tenantid}` in it: the tenants that may sign in. */
  readonly tenants: readonly string[] | 'any' | undefined
}

export interface IdTokenClaims {
  readonly iss: string
  readonly sub: string
  readonly [claim: string]: unknown
}

interface Header {
  readonly alg: string
  readonly kid: string | undefined
}

/** More than any provider needs, groups and all. */
const maxLength = 65_536
const signatures = /^(RS|PS|ES)(256|384|512)$|^EdDSA$|^Ed25519$/

/** What the library does not look at before it decodes: three parts of base64url, a header of known shape, each member once. */
export function refuseMalformed(token: string | undefined): Header {
  if (token === undefined) throw new CheckFailed('There is no ID token. Does the scope contain `openid`?')
  if (token.length > maxLength) throw new CheckFailed('The ID token is too long.')
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token)) throw new CheckFailed('The ID token is not a signed JWT (RFC 7515 §7.1).')
  const [header, payload] = [readPart(token, 0), readPart(token, 1)]
  if (hasDuplicates(header.text) || hasDuplicates(payload.text)) throw new CheckFailed('The ID token has a member twice (RFC 7519 §4).')
  const { alg, kid, typ } = header.json
  if (typeof alg !== 'string') throw new CheckFailed('The ID token names no algorithm.')
  if (kid !== undefined && typeof kid !== 'string') throw new CheckFailed("The ID token's `kid` is not a string.")
  // RFC 8725 §3.11: a token of another kind, a logout token say, is not one of these.
  if (typ !== undefined && (typeof typ !== 'string' || typ.toLowerCase() !== 'jwt'))
    throw new CheckFailed('The token is of another type than an ID token.')
  return { alg, kid }
}

/** The issuer's description with only public-key algorithms in it, and with the tenant's own issuer where there is one per tenant. */
export function serverFor(server: Server, token: string | undefined, { tenants }: ExpectedIdToken): Server {
  const listed = server.id_token_signing_alg_values_supported?.filter((alg) => signatures.test(alg))
  const { id_token_signing_alg_values_supported: _any, ...rest } = server
  const strict = listed && listed.length > 0 ? { ...rest, id_token_signing_alg_values_supported: listed } : rest
  if (!server.issuer.includes(tenantPart) || token === undefined) return strict
  const { tid } = readPart(token, 1).json
  if (typeof tid !== 'string' || !/^[A-Za-z0-9-]{1,64}$/.test(tid)) throw new CheckFailed('The ID token names no tenant.')
  if (tenants !== 'any' && !tenants?.includes(tid)) throw new CheckFailed("The ID token's tenant is not listed in `tenants`.")
  return { ...strict, issuer: server.issuer.replace(tenantPart, tid) }
}

export const tenantPart = '{tenantid}'

export interface ToVerify {
  readonly tokens: TokenEndpointResponse
  readonly response: Response
  readonly header: Header
  readonly server: Server
  readonly registration: Registration
  readonly expected: ExpectedIdToken
  readonly keys: Keys
  readonly source: Source
  readonly now: number
}

/** OIDC Core §3.1.3.7. The library has compared `iss`, `aud`, `exp`, `nonce`, `auth_time` and the algorithm; this is the rest. */
export async function verifyIdToken(given: ToVerify): Promise<IdTokenClaims> {
  const { tokens, header, registration, expected, now } = given
  const claims = getValidatedIdTokenClaims(tokens)
  if (!claims) throw new CheckFailed('There is no ID token.')
  await verifySignature(given)
  checkSubject(claims.sub)
  checkParty(claims, registration.clientId)
  checkTimes(claims, expected, now)
  if (expected.acr && !(typeof claims.acr === 'string' && (expected.acr.length === 0 || expected.acr.includes(claims.acr)))) {
    throw new CheckFailed('The essential `acr` was not met (OIDC Core §5.5.1.1).')
  }
  if (claims.at_hash !== undefined && claims.at_hash !== (await atHash(header.alg, tokens.access_token))) {
    throw new CheckFailed('`at_hash` does not fit the access token (OIDC Core §3.1.3.8).')
  }
  return claims as unknown as IdTokenClaims
}

/** §2: at most 255 ASCII characters, never a number. */
function checkSubject(sub: unknown): void {
  if (typeof sub !== 'string' || !/^[\x20-\x7e]{1,255}$/.test(sub))
    throw new CheckFailed('`sub` is not 1 to 255 ASCII characters (OIDC Core §2).')
}

/** §3.1.3.7 (3–5). The library asks for `azp` when there are several audiences; when it is there it has to be us in any case. */
function checkParty(claims: { aud: unknown; azp?: unknown }, clientId: string): void {
  if (claims.azp !== undefined && claims.azp !== clientId) throw new CheckFailed('`azp` is another client.')
  if (Array.isArray(claims.aud) && !claims.aud.every((one) => typeof one === 'string'))
    throw new CheckFailed('`aud` holds something else than strings.')
}

/** Seconds that a token may be older than the sign-in it answers. Clocks differ; a replayed one is stopped by its nonce. */
const oldest = 3600
/** Year 9999. */
const lastSecond = 253_402_300_799

function checkTimes(claims: { iat: number; exp: number }, { begun }: ExpectedIdToken, now: number): void {
  if (!(claims.exp > 0 && claims.exp <= lastSecond)) throw new CheckFailed('`exp` is no time.')
  if (!(claims.iat <= now / 1000 + tolerance)) throw new CheckFailed("`iat` lies in the future. Is this machine's clock right?")
  if (!(claims.iat >= begun / 1000 - oldest))
    throw new CheckFailed("`iat` lies more than an hour before the sign-in began. Is this machine's clock right?")
}

async function verifySignature(given: ToVerify): Promise<void> {
  const { registration, header, tokens, server, keys, source, now } = given
  if (registration.idTokenAlg?.startsWith('HS')) {
    // §3.1.3.7 (8): the client secret is the key, and only because that was registered.
    if (await verifyHmac(header.alg, tokens.id_token ?? '', registration.secret ?? '')) return
    throw new CheckFailed("The ID token's signature is wrong.")
  }
  const uri = server.jwks_uri
  if (!uri) throw new CheckFailed("The service's `jwks_uri` is neither configured nor in its description.")
  const seen = await keys.get(uri, now, source)
  if (await verifyWith(seen, given)) return
  const newer = await keys.newerThan(seen, uri, now, source)
  if (newer && (await verifyWith(newer, given))) return
  throw new CheckFailed('The ID token is signed with a key that the service does not publish.')
}

/** True: signed by one of these. False: none of these is meant. Throws: signed wrongly. */
async function verifyWith({ keys }: KeySet, { server, response }: ToVerify): Promise<boolean> {
  try {
    // A new object each time, so that the library keeps nothing of its own: `keys.ts` decides what is asked for and when.
    await validateApplicationLevelSignature({ ...server }, response, {
      [jwksCache]: { jwks: { keys: [...keys] }, uat: Math.floor(Date.now() / 1000) },
    })
    return true
  } catch (error) {
    const { code, cause } = error as { code?: unknown; cause?: { candidates?: readonly unknown[] } }
    if (code === 'OAUTH_KEY_SELECTION_FAILED' && cause?.candidates?.length === 0) return false
    throw error
  }
}
