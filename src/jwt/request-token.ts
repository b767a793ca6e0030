import { type CookieReader, readCookies } from '../http/cookies.js'

type Named = Readonly<Record<string, string | readonly string[] | undefined>>

/** Headers as the platform, Node or a test has them. */
export type RequestHeaders = { get(name: string): string | null | undefined } | Named

/** Cookies as Next's requests, its `cookies()` and the Pages Router have them. */
export type RequestCookies =
  | { getAll(): readonly { readonly name: string; readonly value: string }[] }
  | Iterable<readonly [string, string | undefined]>
  | Readonly<Record<string, string | undefined>>

/**
 * What is enough of a request: a `Request`, a `NextRequest`, what the Pages Router and `http` hand over, or
 * `{ headers: headers(), cookies: cookies() }` of a server component, awaited or not.
 */
export interface TokenRequest {
  readonly headers?: RequestHeaders | PromiseLike<RequestHeaders> | undefined
  readonly cookies?: RequestCookies | PromiseLike<RequestCookies> | undefined
}

/** The request's cookies. Where it has no `Cookie` header, those that somebody has read already. */
export async function cookiesOf({ headers, cookies }: TokenRequest): Promise<CookieReader> {
  const header = headerOf(await headers, 'cookie')
  if (header !== undefined) return readCookies(header)
  // Percent-encoded once more, since the reader decodes: a `;` in a value stays its own.
  const pairs = pairsOf(await cookies).map(([name, value]) => `${name}=${value.replace(/[%;]/g, encodeURIComponent)}`)
  return readCookies(pairs.join('; '))
}

/** The token of `Authorization: Bearer` (RFC 6750 §2.1), percent-encoded or not. */
export async function bearerOf({ headers }: TokenRequest): Promise<string | undefined> {
  const [, token] = /^bearer +(\S+)$/i.exec(headerOf(await headers, 'authorization') ?? '') ?? []
  return token === undefined ? undefined : decodeURIComponent(token)
}

function headerOf(headers: RequestHeaders | undefined, name: string): string | undefined {
  if (!headers) return undefined
  const found = typeof headers.get === 'function' ? headers.get(name) : (headers as Named)[name]
  if (Array.isArray(found)) return found.join('; ')
  return typeof found === 'string' ? found : undefined
}

function pairsOf(cookies: RequestCookies | undefined): readonly (readonly [string, string])[] {
  if (!cookies) return []
  const pairs = isListed(cookies)
    ? cookies.getAll().map(({ name, value }) => [name, value] as const)
    : isIterable(cookies)
      ? [...cookies]
      : Object.entries(cookies)
  return pairs.filter((pair): pair is [string, string] => typeof pair[1] === 'string' && !/[=;]/.test(pair[0]))
}

function isListed(cookies: RequestCookies): cookies is Extract<RequestCookies, { getAll: unknown }> {
  return typeof (cookies as { getAll?: unknown }).getAll === 'function'
}

function isIterable(cookies: RequestCookies): cookies is Extract<RequestCookies, Iterable<unknown>> {
  return Symbol.iterator in cookies
}
