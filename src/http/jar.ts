import { type CookieOptions, splitChunks } from './cookies.js'

/** A cookie that an answer will set. `maxAge` in seconds; left out, it ends with the browser's session. */
export interface CookieToSet {
  readonly name: string
  readonly value: string
  readonly options: CookieOptions
  readonly maxAge: number | undefined
}

/** Collects the cookies that one answer will set. The last word on a name counts. */
export interface Jar {
  set(name: string, value: string, options: CookieOptions, maxAge?: number): void
  /** Sets a value of any length, and clears what an earlier, longer or shorter one left behind. */
  setChunked(name: string, value: string, options: CookieOptions, maxAge: number, present: readonly string[]): void
  /** Deletes with the same attributes the cookie was set with (RFC 6265bis §5.7). */
  clear(name: string, options: CookieOptions): void
  cookies(): readonly CookieToSet[]
  readonly size: number
}

export function createJar(): Jar {
  // Nearly every answer sets none: the map is made with the first.
  let jar: Map<string, CookieToSet> | undefined
  const put = (name: string, value: string, options: CookieOptions, maxAge?: number): void => {
    jar ??= new Map()
    jar.set(name, { name, value, options, maxAge })
  }
  return {
    set: put,
    clear: (name, options) => put(name, '', options, 0),
    setChunked(name, value, options, maxAge, present) {
      const chunks = splitChunks(name, value)
      for (const old of present) if (!chunks.some(([kept]) => kept === old)) put(old, '', options, 0)
      for (const [part, text] of chunks) put(part, text, options, maxAge)
    },
    cookies: () => (jar ? [...jar.values()] : []),
    get size() {
      return jar?.size ?? 0
    },
  }
}
