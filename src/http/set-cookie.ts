import { parseSetCookie, stringifySetCookie } from 'cookie'
import type { CookieToSet } from './jar.js'

/** The `Set-Cookie` header's lines (RFC 6265 §4.1.1). Throws for what no line can hold. */
export function serialize(cookies: readonly CookieToSet[]): readonly string[] {
  return cookies.map(({ name, value, options, maxAge }) =>
    stringifySetCookie({ ...options, ...lifetime(maxAge), path: options.path ?? '/', name, value }),
  )
}

function lifetime(maxAge: number | undefined): { maxAge?: number; expires?: Date } {
  if (maxAge === undefined) return {}
  // RFC 6265 §4.1.1: digits and nothing else.
  return maxAge > 0 ? { maxAge: Math.ceil(maxAge) } : { maxAge: 0, expires: new Date(0) }
}

/** A `Set-Cookie` line taken apart again, for frameworks that set cookies by name and attributes. */
export interface SetCookie {
  readonly name: string
  readonly value: string
  readonly options: {
    httpOnly?: boolean
    secure?: boolean
    sameSite?: 'lax' | 'strict' | 'none'
    path?: string
    domain?: string
    maxAge?: number
    expires?: Date
  }
}

export function takeApart(line: string): SetCookie {
  const { name, value = '', httpOnly, secure, sameSite, path, domain, maxAge, expires } = parseSetCookie(line, { decode: (text) => text })
  const given = { httpOnly, secure, sameSite, path, domain, maxAge, expires }
  const options = Object.fromEntries(Object.entries(given).filter(([, present]) => present !== undefined)) as SetCookie['options']
  return { name, value, options }
}
