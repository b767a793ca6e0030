import { AuthError, isAuthError } from '../base/errors.js'
import { takeApart } from '../http/set-cookie.js'
import type { AnyEngine, FindEngine } from './engines.js'
import { type HeaderReader, requestHeaders } from './headers.js'

type Options = FormData | Record<string, unknown>

/** `signIn(provider, …)` in a server action. Throws Next's redirect, or an `AuthError`. */
export async function signInAction(
  find: FindEngine,
  provider: string | undefined,
  options: Options = {},
  params: unknown = undefined,
): Promise<unknown> {
  const headers = await requestHeaders()
  const engine = await find()
  const { redirect = true, redirectTo, callbackUrl, ...fields } = fieldsOf(options)
  const back = String(redirectTo ?? callbackUrl ?? headers.get('referer') ?? '/')
  const configured = provider === undefined ? undefined : engine.settings.providers.get(provider)
  if (!configured) return leave(`${engine.settings.site.basePath}/signin?${new URLSearchParams({ callbackUrl: back })}`, redirect)
  const query = params === undefined ? '' : `?${new URLSearchParams(params as Record<string, string>)}`
  const path = `/${configured.type === 'credentials' ? 'callback' : 'signin'}/${configured.id}${query}`
  const url = await ask(engine, path, new URLSearchParams({ ...texts(fields), callbackUrl: back }), headers)
  return leave(url, redirect)
}

/** `signOut()` in a server action. */
export async function signOutAction(find: FindEngine, options: { redirectTo?: string; redirect?: boolean } = {}): Promise<unknown> {
  const headers = await requestHeaders()
  const engine = await find()
  const back = options.redirectTo ?? headers.get('referer') ?? '/'
  const url = await ask(engine, '/signout', new URLSearchParams({ callbackUrl: back }), headers)
  return options.redirect === false ? { redirect: url } : leave(url, true)
}

/** `unstable_update(data)` in a server action: what `update(data)` does in the browser. */
export async function updateAction(find: FindEngine, data: unknown): Promise<unknown> {
  const headers = await requestHeaders()
  const engine = await find()
  const request = requestTo(engine, '/session', headers, JSON.stringify({ data }), 'application/json')
  const response = await engine.handle(request, { trusted: true })
  await keepCookies(response)
  return response.json()
}

async function ask(engine: AnyEngine, path: string, body: URLSearchParams, headers: HeaderReader): Promise<string> {
  const request = requestTo(engine, path, headers, body.toString(), 'application/x-www-form-urlencoded')
  const response = await engine.handle(request, { trusted: true }).catch((error) => Promise.reject(asV5Throws(error)))
  await keepCookies(response)
  return response.headers.get('location') ?? '/'
}

/** What code of the application threw stands in `cause.err`; in `authorize`, it is no refusal but a `CallbackRouteError`. */
function asV5Throws(error: unknown): unknown {
  // An error that the application made itself stays the object that it is.
  if (!isAuthError(error) || Object.getPrototypeOf(error) !== AuthError.prototype || error.cause === undefined) return error
  const type = error.type === 'CredentialsSignin' ? 'CallbackRouteError' : error.type
  return new AuthError(type as 'CallbackRouteError', error.message, { cause: { err: error.cause }, details: error.details })
}

function requestTo(engine: AnyEngine, path: string, from: HeaderReader, body: string, type: string): Request {
  const headers = new Headers({ 'content-type': type })
  for (const name of ['cookie', 'host', 'x-forwarded-host', 'x-forwarded-proto', 'user-agent', 'accept-language']) {
    const value = from.get(name)
    if (value !== null) headers.set(name, value)
  }
  return new Request(`http://localhost${engine.settings.site.basePath}${path}`, { method: 'POST', headers, body })
}

async function keepCookies(response: Response): Promise<void> {
  const lines = response.headers.getSetCookie()
  if (lines.length === 0) return
  const { cookies } = await import('next/headers.js')
  const jar = await cookies()
  // Next encodes what it is handed; a line holds it encoded already.
  for (const { name, value, options } of lines.map(takeApart)) jar.set(name, decodeValue(value), options)
}

/** As it is read (`http/cookies.ts`): what is no encoding is taken as it is. */
function decodeValue(value: string): string {
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

async function leave(url: string, redirect: unknown): Promise<string> {
  if (redirect === false || redirect === 'false') return url
  const navigation = await import('next/navigation.js')
  return navigation.redirect(url)
}

function fieldsOf(options: Options): Record<string, unknown> {
  return options instanceof FormData ? Object.fromEntries(options) : options
}

/** Next adds `$ACTION…` fields to a form; they are not the visitor's. */
function texts(fields: Record<string, unknown>): Record<string, string> {
  const kept = Object.entries(fields).filter(
    ([name, value]) => !name.startsWith('$ACTION') && ['string', 'number', 'boolean'].includes(typeof value),
  )
  return Object.fromEntries(kept.map(([name, value]) => [name, String(value)]))
}
