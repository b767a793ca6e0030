import type { Awaitable, JWT } from '../base/types.js'
import { type JWTDecodeParams, decode as ourDecode, readSecrets } from './encode-decode.js'
import { bearerOf, cookiesOf, type TokenRequest } from './request-token.js'

const plainName = 'next-auth.session-token'
const secureNames = [`__Host-${plainName}`, `__Secure-${plainName}`] as const

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
  decode?: ((params: { token?: string; secret: string | string[]; salt: string }) => Awaitable<JWT | null>) | undefined
}

/**
 * The claims of who is signed in, or `null` for nobody, whatever is wrong with the token. Throws `AuthError` `MissingSecret`
 * when there is no secret to read it with. Sessions in a database have no token.
 */
export async function getToken<R extends boolean = false>(params: GetTokenParams<R>): Promise<R extends true ? string | null : JWT | null>
export async function getToken(params: GetTokenParams<boolean>): Promise<string | JWT | null> {
  const token = await find(params)
  if (params.raw) return token ?? null
  const { secret, audience, encryption } = params
  if (params.decode) return token === undefined ? null : decodeByOther(params.decode, params, token)
  return ourDecode({ token, secret, salt: saltOf(params), audience, encryption })
}

async function find({ req, cookieName, secureCookie, bearer }: GetTokenParams<boolean>): Promise<string | undefined> {
  if (!req) throw new TypeError('getToken needs the request: getToken({ req }).')
  const cookies = await cookiesOf(req)
  const names = cookieName === undefined ? namesFor(secureCookie ?? isSecureSite()) : [cookieName]
  for (const name of names) {
    const { value, present } = cookies.getChunked(name)
    // The first name that is there counts, also when its value is broken: no weaker cookie stands in for it.
    if (present.length > 0) return value
  }
  return bearer ? bearerOf(req).catch(() => undefined) : undefined
}

function namesFor(secure: boolean | undefined): readonly string[] {
  if (secure === undefined) return [...secureNames, plainName]
  return secure ? secureNames : [plainName]
}

function isSecureSite(): boolean | undefined {
  const { AUTH_URL, NEXTAUTH_URL, VERCEL } = globalThis.process?.env ?? {}
  const url = AUTH_URL || NEXTAUTH_URL
  // `app.example` means https.
  return url ? !url.startsWith('http://') : VERCEL ? true : undefined
}

/** v5 gives the cookie's name as salt, whatever it is. */
function saltOf({ salt, cookieName }: GetTokenParams<boolean>): string | undefined {
  return salt === cookieName ? undefined : salt
}

async function decodeByOther(
  decode: NonNullable<GetTokenParams['decode']>,
  params: GetTokenParams<boolean>,
  token: string,
): Promise<JWT | null> {
  const { salt, cookieName } = params
  const secrets = [...readSecrets(params.secret)]
  const secret = secrets.length === 1 ? (secrets[0] as string) : secrets
  try {
    const claims = await decode({ token, secret, salt: salt ?? cookieName ?? plainName })
    if (typeof claims !== 'object' || claims === null) return null
    // Whatever it does, a token that has ended is none.
    return claims.exp === undefined || (typeof claims.exp === 'number' && claims.exp * 1000 > Date.now()) ? claims : null
  } catch {
    return null
  }
}
