import { AuthError } from '../base/errors.js'
import { type CookieReader, readCookies } from '../http/cookies.js'
import type { Jar } from '../http/jar.js'
import { type HeaderReader, originOf } from './origin.js'
import type { CookieSet, Settings } from './settings.js'

/** Where a session can be read: everything that a server component knows. */
export interface Visit {
  readonly settings: Settings
  /** `https://app.example` */
  readonly origin: string
  /** Origin and base path, no slash at the end: `https://app.example/api/auth`. */
  readonly base: string
  readonly secure: boolean
  readonly cookies: CookieReader
  /** The names and attributes that fit `secure`. */
  readonly names: CookieSet
  /** Milliseconds since 1970, read once per request. */
  readonly now: number
}

/** One request to the library's own routes: read once, then read-only; the jar collects cookies. */
export interface Context extends Visit {
  readonly request: Request
  readonly method: string
  readonly query: Readonly<Record<string, string>>
  /** The body's fields. */
  readonly fields: Readonly<Record<string, string>>
  /** `data` of a session update. */
  readonly data: unknown
  readonly jar: Jar
  /** The caller is the application's own server code, which Next has already checked for cross-site requests. */
  readonly trusted: boolean
  /** The signed-in user who asked to tie another identity to themselves. */
  readonly linkTo?: string | undefined
}

/** `headers` by shape: frameworks bring their own. */
export function createVisit(settings: Settings, headers: HeaderReader): Visit {
  const origin = originOf(settings, headers)
  if (origin === null) {
    throw new AuthError(
      'UntrustedHost',
      'The host of this request is not one the site is known by. Set AUTH_URL (or `url`), list the host in `allowedHosts`, or set `trustHost: true` behind a proxy that sets the host.',
    )
  }
  const secure = settings.site.useSecureCookies ?? origin.startsWith('https:')
  return {
    settings,
    origin,
    base: origin + settings.site.basePath,
    secure,
    cookies: readCookies(headers.get('cookie')),
    names: secure ? settings.cookies.secure : settings.cookies.plain,
    now: settings.clock(),
  }
}
