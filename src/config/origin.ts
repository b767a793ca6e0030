import type { Settings, Site } from './settings.js'

export interface HeaderReader {
  get(name: string): string | null
}

/**
 * The origin a request came to: the configured one, or one made of a host that somebody vouched for; `null` otherwise.
 * Forwarded headers count only with `trustHost`. A request's own URL never does: behind a server it says what the server likes.
 */
export function originOf(settings: Settings, headers: HeaderReader): string | null {
  const { site } = settings
  if (site.origin) return site.origin
  const host = (site.trustHost ? lastHop(headers.get('x-forwarded-host')) : undefined) ?? headers.get('host') ?? ''
  const url = hostUrl(host)
  if (!url || !isAllowed(url, site, settings.development)) return null
  return `${schemeOf(url, site, headers)}//${url.host}`
}

/** Only `name`, `name:port`, or `[v6]:port`: parsed, and the same after parsing (case aside). */
function hostUrl(host: string): URL | null {
  if (!/^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(:\d{1,5})?$/i.test(host)) return null
  try {
    const url = new URL(`https://${host}`)
    return url.hostname.endsWith('.') ? null : new URL(`http://${host}`)
  } catch {
    return null
  }
}

function isAllowed(url: URL, site: Site, development: boolean): boolean {
  if (site.allowedHosts.length > 0) return site.allowedHosts.some((pattern) => matchesHost(url, pattern))
  return site.trustHost || (development && isNearby(url.hostname))
}

function matchesHost(url: URL, pattern: string): boolean {
  if (!pattern.startsWith('*.')) return url.host === pattern.toLowerCase()
  const parent = pattern.slice(1).toLowerCase()
  return url.host.endsWith(parent) && !url.host.slice(0, -parent.length).includes('.') && url.host.length > parent.length
}

/** This machine, or an address typed as a number: what a developer's browser uses. */
function isNearby(hostname: string): boolean {
  return isLoopback(hostname) || /^\d+\.\d+\.\d+\.\d+$/.test(hostname) || hostname.startsWith('[')
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function schemeOf(url: URL, site: Site, headers: HeaderReader): 'http:' | 'https:' {
  const forwarded = site.trustHost ? lastHop(headers.get('x-forwarded-proto')) : undefined
  if (forwarded === 'http' || forwarded === 'https') return `${forwarded}:`
  return isNearby(url.hostname) ? 'http:' : 'https:'
}

/** Proxies append on the right; the nearest one is the one that was vouched for. */
function lastHop(value: string | null): string | undefined {
  return value?.split(',').at(-1)?.trim() || undefined
}
