import { ask, post } from './http.js'
import { load } from './load.js'
import { go, goSignIn, safeUrl } from './navigate.js'
import { pageStore } from './page.js'
import type { Store } from './store.js'
import { announce } from './sync.js'

export interface SignOutParams<Redirect extends boolean = boolean> {
  /** Where to go afterwards. Default: the current page. */
  redirectTo?: string | undefined
  /** The same by its name of v3 and v4. */
  callbackUrl?: string | undefined
  /** `false` stays on the page, and returns what came of it. Default true. */
  redirect?: Redirect
}

/** Everything else in it is sent as a form field: credentials, the address for an e-mail link. */
export interface SignInOptions<Redirect extends boolean = boolean> extends SignOutParams<Redirect>, Record<string, unknown> {}

/** Sent along to the provider with the authorization request: `{ login_hint: 'ann' }`. */
export type SignInAuthorizationParams = string | string[][] | Record<string, string> | URLSearchParams

export interface SignInResponse {
  /** Why not: `CredentialsSignin`, …; `FetchError` when the server was not reached or not understood. `undefined` when all is well. */
  error: string | undefined
  /** What `authorize` says beyond that: the `code` of the `CredentialsSignin` it threw. */
  code: string | undefined
  /** HTTP status; 0 without an answer. */
  status: number
  ok: boolean
  /** Where to go now; `null` when nobody was signed in. */
  url: string | null
}

/** The same of a sign-out. `ok: false`: the session may still be there. */
export interface SignOutResponse extends SignInResponse {
  /** Where to go now. */
  url: string
}

/**
 * Signs in with a provider. Without one, or with one that nobody configured, the page to choose one is opened.
 * @returns nothing when the page leaves
 */
export function signIn<_ extends string | undefined = undefined>(
  provider: string,
  options: SignInOptions<false> & { redirect: false },
  authorizationParams?: SignInAuthorizationParams,
): Promise<SignInResponse>
export function signIn<_ extends string | undefined = undefined>(
  provider?: string,
  options?: SignInOptions,
  authorizationParams?: SignInAuthorizationParams,
): Promise<SignInResponse | undefined>
export async function signIn(
  provider = '',
  options?: SignInOptions,
  authorizationParams?: SignInAuthorizationParams,
): Promise<SignInResponse | undefined> {
  const store = pageStore()
  const known = provider && (await ask(store, 'providers')).body
  // Without an answer to this, the next request fails as well, and tells.
  const type: string | undefined = known ? known[provider]?.type : (known ?? 'oauth')
  const route = type === 'credentials' ? 'callback' : 'signin'
  return submit(store, type && `${route}/${provider}?${new URLSearchParams(authorizationParams)}`, options, type)
}

/** Ends the session in this browser; the other tabs know within a second. */
export function signOut<_ extends boolean = true>(options: SignOutParams<false> & { redirect: false }): Promise<SignOutResponse>
export function signOut<_ extends boolean = true>(options?: SignOutParams): Promise<SignOutResponse | undefined>
export function signOut(options?: SignOutParams): Promise<SignInResponse | undefined> {
  return submit(pageStore(), 'signout', options as SignInOptions)
}

async function submit(
  store: Store,
  path: string | undefined,
  { redirect = true, redirectTo, callbackUrl = redirectTo ?? location.href, ...fields }: SignInOptions = {},
  type = '',
): Promise<SignInResponse | undefined> {
  if (!path) return goSignIn(store, { callbackUrl })
  const { ok, status, body } = await post(store, path, { ...fields, callbackUrl })
  if (ok) {
    // An answer still under way is of the time before, and its cookie could bring an ended session back.
    store.stop?.abort()
    announce(store, type ? undefined : 'signout')
    if (!redirect) await load(store)
  }
  // The types `oauth`, `oidc` and `oauth1` lead to another site.
  const url = safeUrl(body?.url, callbackUrl, type[0] === 'o')
  if (redirect) return go(url.href)
  return {
    ok,
    status,
    url: ok || !type ? url.href : null,
    error: ok ? undefined : (url.searchParams.get('error') ?? 'FetchError'),
    code: ok ? undefined : (url.searchParams.get('code') ?? undefined),
  }
}
