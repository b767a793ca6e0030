import { stringifySetCookie } from 'cookie'
import { type CookieOptions, type CookieReader, splitChunks } from './cookies.js'

/** Octets that all cookies of ours may take in one request; beyond it proxies begin to refuse the browser's next one. */
export const cookieBudget = 6144

/** Collects the cookies that one answer will set. The last word on a name counts. */
export interface Jar {
  /** `maxAge` in seconds; left out, the cookie ends with the browser's session. */
  set(name: string, value: string, options: CookieOptions, maxAge?: number): void
  /** Sets a value of any length, and clears what an earlier, longer or shorter one left behind. */
  setChunked(name: string, value: string, options: CookieOptions, maxAge: number, present: readonly string[]): void
  /** Deletes with the same attributes the cookie was set with (RFC 6265bis §5.7). */
  clear(name: string, options: CookieOptions): void
  /** The `Set-Cookie` header lines. */
  lines(): readonly string[]
  readonly size: number
}

export function createJar(): Jar {
  const lines = new Map<string, string>()
  const put = (name: string, value: string, options: CookieOptions, maxAge?: number): void => {
    lines.set(name, stringifySetCookie({ ...options, ...lifetime(maxAge), path: options.path ?? '/', name, value }))
  }
  const clear = (name: string, options: CookieOptions): void => put(name, '', options, 0)
  return {
    set: put,
    clear,
    setChunked(name, value, options, maxAge, present) {
      const chunks = splitChunks(name, value)
      for (const old of present) if (!chunks.some(([kept]) => kept === old)) clear(old, options)
      for (const [part, text] of chunks) put(part, text, options, maxAge)
    },
    lines: () => [...lines.values()],
    get size() {
      return lines.size
    },
  }
}

function lifetime(maxAge: number | undefined): { maxAge?: number; expires?: Date } {
  if (maxAge === undefined) return {}
  return maxAge > 0 ? { maxAge } : { maxAge: 0, expires: new Date(0) }
}

/** Clears a cookie and every part of it that the request carried. */
export function clearChunked(jar: Jar, cookies: CookieReader, name: string, options: CookieOptions): void {
  const { present } = cookies.getChunked(name)
  for (const part of present.length > 0 ? present : [name]) jar.clear(part, options)
}
