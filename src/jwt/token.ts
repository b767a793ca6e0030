import type { Awaitable, JWT } from '../base/types.js'
import { decodeEarlier, type JWTDecodeParams, namesOfV5, decode as ourDecode, readSecrets } from './encode-decode.js'
import { bearerOf, cookiesOf, type TokenRequest } from './request-token.js'

const plainName = 'next-auth.session-token'
/** Ours and v4's by one name, v5's by its own. */
const plainNames = [plainName, 'authjs.session-token'] as const
const secureNames = plainNames.map((name) => `__Secure-${name}`)

export interface GetTokenParams<R extends boolean = false> extends Omit<JWTDecodeParams, 'token'> {
  req: TokenRequest
  /** Name of the session cookie, when the site gave it another one. */
  cookieName?: string | undefined
  /** Looks for the cookie of an https site, or of an http one. Default: what `AUTH_URL` or `NEXTAUTH_URL` says; all names, the safest first, when they say nothing. */
  secureCookie?: boolean | undefined
  /** Gives the token itself, unread: nobody has checked it. Default false. */
  raw?: R | undefined
  /** Takes `Authorization: Bearer <token>` too, when there is no cookie. Default false: a token that leaked opens nothing by default. */
  bearer?: boolean | undefined
  /** The site's own `jwt.decode`, if it has one. */
  // biome-ignore lint/suspicious/noExplicitAny: a text, or several; v4 types it as one
  decode?: ((params: { token?: string; secret: any; salt: string }) => Awaitable<JWT | null>) | undefined
  /** Accepted for v4 and v5: what is wrong with a token is nobody's business here. */
  logger?: unknown
}

/**
 * The claims of who is signed in, or `null` for nobody, whatever is wrong with the token. Throws `AuthError` `MissingSecret`
 * when there is no secret to read it with. Sessions in a database have no token. With `raw` it is typed a text as in v3 to v5, and is `null`
 * for nobody as there.
 */
export async function getToken<R extends boolean = false>(params: GetTokenParams<R>): Promise<R extends true ? string : JWT | null>
export async function getToken(params: GetTokenParams<boolean>): Promise<string | JWT | null> {
  const found = await find(params)
  if (params.raw) return found[0]?.token ?? null
  for (const candidate of found) {
    const claims = await read(candidate, params)
    if (claims) return claims
  }
  return null
}

/** A token, and the cookie it came in; without one it was a bearer's. */
interface Found {
  readonly token: string
  readonly cookie?: string
  /** Left by v4 in a browser that has been on v5 since: signing out of v5 never deleted it. */
  readonly isOver?: boolean
}

async function find({ req, cookieName, secureCookie, bearer }: GetTokenParams<boolean>): Promise<readonly Found[]> {
  if (!req) throw new TypeError('getToken needs the request: getToken({ req }).')
  const cookies = await cookiesOf(req)
  const wasOnV5 = ['authjs.', '__Secure-authjs.', '__Host-authjs.'].some((prefix) => cookies.startingWith(prefix).length > 0)
  for (const names of cookieName === undefined ? namesFor(secureCookie ?? isSecureSite()) : [[cookieName]]) {
    const there = names.map((cookie) => ({ cookie, ...cookies.getChunked(cookie) })).filter(({ present }) => present.length > 0)
    // The safest names that are there count, also when their values are broken: no weaker cookie stands in for them.
    if (there.length > 0)
      return there.flatMap(({ cookie, value }) =>
        value === undefined ? [] : [{ cookie, token: value, isOver: wasOnV5 && !cookieName && cookie.endsWith(plainName) }],
      )
  }
  const token = bearer ? await bearerOf(req).catch(() => undefined) : undefined
  return token === undefined ? [] : [{ token }]
}

/** The safest first. */
function namesFor(secure: boolean | undefined): readonly (readonly string[])[] {
  const safe = [[`__Host-${plainName}`], secureNames]
  if (secure === undefined) return [...safe, plainNames]
  return secure ? safe : [plainNames]
}

function isSecureSite(): boolean | undefined {
  const { AUTH_URL, NEXTAUTH_URL, VERCEL } = globalThis.process?.env ?? {}
  const url = AUTH_URL || NEXTAUTH_URL
  // `app.example` means https.
  return url ? !url.startsWith('http://') : VERCEL ? true : undefined
}

/** v5 gives the cookie's name as salt, whatever it is: that is a session. */
async function read({ token, cookie, isOver }: Found, params: GetTokenParams<boolean>): Promise<JWT | null> {
  const { secret, audience, encryption, earlierUntil, cookieName, salt, decode } = params
  if (decode)
    return decodeByOther(decode, { token, salt: salt ?? cookieName ?? (cookie?.includes('authjs.') ? cookie : plainName) }, secret)
  if (salt !== undefined && salt !== cookieName) return ourDecode({ token, secret, salt, audience, encryption, earlierUntil })
  const ours = { token, secret, audience, encryption, earlierUntil: false } as const
  // The site's own `jwt.encode` may have handed the name on to ours.
  const claims = (await ourDecode(ours)) ?? (cookieName === undefined ? null : await ourDecode({ ...ours, salt: cookieName }))
  if (claims || isOver) return claims
  return decodeEarlier({ token, secret, salt: '', names: cookie ? [cookie] : namesOfV5, encryption, earlierUntil })
}

async function decodeByOther(
  decode: NonNullable<GetTokenParams['decode']>,
  what: { readonly token: string; readonly salt: string },
  given: JWTDecodeParams['secret'],
): Promise<JWT | null> {
  const secrets = [...readSecrets(given)]
  const secret = secrets.length === 1 ? (secrets[0] as string) : secrets
  try {
    const claims = await decode({ ...what, secret })
    if (typeof claims !== 'object' || claims === null) return null
    // Whatever it does, a token that has ended is none.
    return claims.exp === undefined || (typeof claims.exp === 'number' && claims.exp * 1000 > Date.now()) ? claims : null
  } catch {
    return null
  }
}
