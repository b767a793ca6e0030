/** More than any address bar holds. */
const maxLength = 8192

/**
 * An address that may stand in `href`, `src` or `action`: an absolute http(s) URL, or a path of this site that begins with one
 * slash. Written anew by the URL parser; anything else (`javascript:`, `data:`, `//host`) gives `undefined`. (ASVS 1.2.2)
 */
export function webAddress(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > maxLength) return undefined
  if (!value.startsWith('/')) return absolute(value)
  const nowhere = 'https://own.invalid'
  if (!URL.canParse(value, nowhere)) return undefined
  const { origin, pathname, search, hash } = new URL(value, nowhere)
  // `/.//host` loses its dot in parsing and would lead to another host.
  return origin === nowhere && !pathname.startsWith('//') ? pathname + search + hash : undefined
}

function absolute(value: string): string | undefined {
  if (!URL.canParse(value)) return undefined
  const { protocol, href } = new URL(value)
  return protocol === 'https:' || protocol === 'http:' ? href : undefined
}
