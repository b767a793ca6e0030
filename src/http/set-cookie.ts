import { parseSetCookie } from 'cookie'

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
