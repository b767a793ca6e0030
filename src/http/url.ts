import type { SafeUrl } from './reply.js'

/** More than any address bar holds; longer ones are not looked at. */
const maxUrlLength = 8192

export interface RedirectRule {
  /** `https://app.example` */
  readonly origin: string
  /** Other origins that redirects may go to: `https://shop.example`, `https://*.example.com` (one label). */
  readonly allowed?: readonly string[]
  /** Where the library's own routes live: `/api/auth`. Redirects may show its pages but not start or end anything there. */
  readonly basePath: string
}

/**
 * The one judge of redirect targets: parsed by the URL parser, compared by origin, written anew as an absolute URL.
 * What is not allowed gives `null`. (RFC 9700 §4.11.1)
 */
export function safeRedirect(target: unknown, rule: RedirectRule): SafeUrl | null {
  if (typeof target !== 'string' || target.length > maxUrlLength) return null
  const url = parse(target, rule.origin)
  if (!url || url.username || url.password) return null
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  const own = url.origin === rule.origin
  if (!own && !(rule.allowed ?? []).some((pattern) => matchesOrigin(url, pattern))) return null
  if (own && actsOnVisit(url.pathname, rule.basePath)) return null
  return url.href as SafeUrl
}

/** Where a provider wants the browser: any https address that the provider's own configuration gave. */
export function externalRedirect(url: URL): SafeUrl {
  return url.href as SafeUrl
}

/** The same route of another deployment of this site, which its own secret named and `allowedRedirects` has. */
export function passOnUrl(url: string, params: Readonly<Record<string, string>>): SafeUrl {
  const to = new URL(url)
  for (const [name, value] of Object.entries(params)) to.searchParams.set(name, value)
  return to.href as SafeUrl
}

/** A page of the library's own, with parameters written by us. */
export function ownUrl(base: string, path: string, params: Readonly<Record<string, string | undefined>> = {}): SafeUrl {
  const url = new URL(base + path)
  for (const [name, value] of Object.entries(params)) if (value !== undefined) url.searchParams.set(name, value)
  return url.href as SafeUrl
}

/** A page that the developer named in `pages`: a path of this site or an absolute http(s) URL. Its query is kept. */
export function pageUrl(page: string, origin: string, params: Readonly<Record<string, string | undefined>> = {}): SafeUrl {
  const url = new URL(page, origin)
  for (const [name, value] of Object.entries(params)) if (value !== undefined) url.searchParams.set(name, value)
  return url.href as SafeUrl
}

function parse(target: string, origin: string): URL | null {
  try {
    return new URL(target, origin)
  } catch {
    return null
  }
}

/** A callback or a sign-out as a target would chain one action to another. */
function actsOnVisit(pathname: string, basePath: string): boolean {
  const path = decodeURIComponentOnce(pathname).toLowerCase()
  return [`${basePath}/callback`, `${basePath}/signout`].some((prefix) => path === prefix || path.startsWith(`${prefix}/`))
}

function decodeURIComponentOnce(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `https://shop.example` is that origin; `https://*.example.com` is one more label before `example.com`, on the same scheme and port. */
export function matchesOrigin(url: URL, pattern: string): boolean {
  const wildcard = /^(https?):\/\/\*\.([a-z0-9.-]+?)(?::(\d+))?$/.exec(pattern)
  if (!wildcard) return parse(pattern, 'invalid:')?.origin === url.origin
  const [, scheme, parent = '', port = ''] = wildcard
  if (url.protocol !== `${scheme}:` || url.port !== port || !url.hostname.endsWith(`.${parent}`)) return false
  const label = url.hostname.slice(0, -parent.length - 1)
  return label.length > 0 && !label.includes('.')
}
