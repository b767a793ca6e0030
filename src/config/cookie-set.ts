import { AuthError } from '../base/errors.js'
import type { CookieOptions } from '../http/cookies.js'
import type { CookieOption, CookiesOptions } from './options.js'
import type { CookieSet, CookieSpec } from './settings.js'

/**
 * Names and attributes. On https every name begins with `__Host-` (Secure, no Domain, Path=/; RFC 6265bis §4.1.3.2);
 * a configured domain turns that into `__Secure-`. On http there is no prefix and no Secure.
 */
export function cookieSet(secure: boolean, options: CookiesOptions = {}): CookieSet {
  return {
    sessionToken: cookie('sessionToken', 'next-auth.session-token', secure, options.sessionToken),
    callbackUrl: cookie('callbackUrl', 'next-auth.callback-url', secure, options.callbackUrl),
    csrfToken: cookie('csrfToken', 'next-auth.csrf-token', secure, options.csrfToken),
    transaction: cookie('transaction', 'next-auth.transaction.', secure, options.transaction),
  }
}

function cookie(key: string, base: string, secure: boolean, given: CookieOption = {}): CookieSpec {
  const { maxAge: _unused, ...wanted } = given.options ?? {}
  const options: CookieOptions = { httpOnly: true, sameSite: 'lax', path: '/', secure, ...wanted }
  const prefix = !secure ? '' : options.domain || options.path !== '/' ? '__Secure-' : '__Host-'
  const name = given.name ?? prefix + base
  refuseContradictions(key, name, options)
  return { name, options }
}

function refuseContradictions(key: string, name: string, options: CookieOptions): void {
  const at = `cookies.${key}`
  // RFC 6265 §4.1.1: a name is a token.
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]{1,256}$/.test(name)) throw invalid(`${at}.name`, name, "letters, digits and !#$%&'*+-.^_`|~")
  if (options.sameSite === 'none' && !options.secure)
    throw invalid(`${at}.options.sameSite`, 'none without secure', '`secure: true` beside it')
  if (/^__host-/i.test(name) && (options.domain || options.path !== '/' || !options.secure)) {
    throw invalid(`${at}.name`, name, 'another name, or no domain, path "/" and secure: that is what __Host- promises')
  }
  if (/^__secure-/i.test(name) && !options.secure) throw invalid(`${at}.name`, name, '`secure: true`: that is what __Secure- promises')
  for (const text of [options.domain, options.path]) {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
    if (text !== undefined && /[\u0000-\u001f;,\u007f-\uffff]/.test(text)) throw invalid(`${at}.options`, text, 'a plain domain and path')
  }
}

function invalid(option: string, given: string, expected: string): AuthError {
  return new AuthError('InvalidOption', `Option \`${option}\` is ${JSON.stringify(given)}; expected ${expected}.`)
}
