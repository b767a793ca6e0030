/** The cookies of one request, read once. */
export interface CookieReader {
  /** The value, percent-decoded where it can be; `undefined` when there is none, or more than one of that name. */
  get(name: string): string | undefined
  /**
   * A value that may be spread over `name.0`, `name.1`, …; `undefined` when it is absent or when its parts do not fit together.
   * `present` tells the names found, so that a broken set can be cleared.
   */
  getChunked(name: string): { readonly value: string | undefined; readonly present: readonly string[] }
  /** Names that begin so. */
  startingWith(prefix: string): readonly string[]
}

export interface CookieOptions {
  readonly httpOnly?: boolean
  readonly secure?: boolean
  readonly sameSite?: 'lax' | 'strict' | 'none'
  readonly path?: string
  readonly domain?: string
}

/** What a browser takes at most for one cookie's name and value (RFC 6265bis §5.7); a little is kept free for old ones. */
const chunkSize = 3900
const maxChunks = 9

/**
 * Reads a `Cookie` header (RFC 6265 §5.4): split at `;`, the first `=` parts name and value, only spaces and tabs are trimmed.
 * No quotes, no `$Version`, no nameless cookies, no case folding: a name is the same bytes or another name.
 */
export function readCookies(header: string | null | undefined): CookieReader {
  const found = new Map<string, string | null>()
  if (header) collect(header, found)
  const get = (name: string): string | undefined => decode(found.get(name) ?? undefined)
  return {
    get,
    getChunked: (name) => joinChunks(name, found),
    startingWith: (prefix) => [...found.keys()].filter((name) => name.startsWith(prefix)),
  }
}

/** `null` stands for a name that came twice: never "the first one wins". */
function collect(header: string, found: Map<string, string | null>): void {
  let start = 0
  while (start < header.length) {
    let end = header.indexOf(';', start)
    if (end < 0) end = header.length
    const equals = header.indexOf('=', start)
    if (equals > start && equals < end) {
      const name = trim(header, start, equals)
      if (name) found.set(name, found.has(name) ? null : trim(header, equals + 1, end))
    }
    start = end + 1
  }
}

function trim(text: string, start: number, end: number): string {
  while (start < end && isBlank(text.charCodeAt(start))) start++
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--
  return text.slice(start, end)
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x09
}

function decode(value: string | undefined): string | undefined {
  if (value === undefined || !value.includes('%')) return value
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function joinChunks(name: string, found: ReadonlyMap<string, string | null>): { value: string | undefined; present: string[] } {
  const whole = found.get(name)
  const present: string[] = found.has(name) ? [name] : []
  let value = whole ?? undefined
  if (!found.has(`${name}.0`)) {
    for (const key of found.keys()) if (isChunkOf(key, name)) present.push(key)
    return { value: present.length > 1 ? undefined : decode(value), present }
  }
  const parts: string[] = []
  for (const key of found.keys()) if (isChunkOf(key, name)) present.push(key)
  for (let i = 0; i < maxChunks; i++) {
    const part = found.get(`${name}.${i}`)
    if (part === undefined || part === null) break
    parts.push(part)
  }
  const complete = whole === undefined && parts.length === present.length
  value = complete ? parts.join('') : undefined
  return { value: decode(value), present }
}

/** `name.0` … `name.8`, and nothing that only looks like a number. */
function isChunkOf(key: string, name: string): boolean {
  if (key.length !== name.length + 2 || !key.startsWith(name) || key.charCodeAt(name.length) !== 0x2e) return false
  const digit = key.charCodeAt(name.length + 1) - 0x30
  return digit >= 0 && digit < maxChunks
}

/** A long value cut into cookies that browsers take; one cookie of the plain name when it fits. */
export function splitChunks(name: string, value: string): readonly (readonly [name: string, value: string])[] {
  const size = chunkSize - name.length
  if (value.length <= size) return [[name, value]]
  const chunks: [string, string][] = []
  for (let at = 0; at < value.length; at += size) chunks.push([`${name}.${chunks.length}`, value.slice(at, at + size)])
  return chunks
}
