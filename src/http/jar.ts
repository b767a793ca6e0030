import { stringifySetCookie } from 'cookie'
import { type CookieOptions, splitChunks } from './cookies.js'

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
  // Nearly every answer sets none: the map is made with the first.
  let lines: Map<string, string> | undefined
  const put = (name: string, value: string, options: CookieOptions, maxAge?: number): void => {
    lines ??= new Map()
    lines.set(name, stringifySetCookie({ ...options, ...lifetime(maxAge), path: options.path ?? '/', name, value }))
  }
  return {
    set: put,
    clear: (name, options) => put(name, '', options, 0),
    setChunked(name, value, options, maxAge, present) {
      const chunks = splitChunks(name, value)
      for (const old of present) if (!chunks.some(([kept]) => kept === old)) put(old, '', options, 0)
      for (const [part, text] of chunks) put(part, text, options, maxAge)
    },
    lines: () => (lines ? [...lines.values()] : []),
    get size() {
      return lines?.size ?? 0
    },
  }
}

function lifetime(maxAge: number | undefined): { maxAge?: number; expires?: Date } {
  if (maxAge === undefined) return {}
  return maxAge > 0 ? { maxAge } : { maxAge: 0, expires: new Date(0) }
}
