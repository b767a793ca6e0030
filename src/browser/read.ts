import type { BuiltInProviderType, LiteralUnion } from '../base/provider-ids.js'
import type { ProviderType, Session } from '../base/types.js'
import { type Answer, ask } from './http.js'
import { load } from './load.js'
import { pageStore } from './page.js'
import { askFromServer, type ServerRequest } from './server-side.js'

export interface GetSessionParams {
  /** On a server: whose request this is. Its cookies, and nothing else of it, go along. */
  req?: ServerRequest | undefined
  /** The same, inside the context of `getInitialProps` of `_app`. */
  ctx?: { req?: ServerRequest | undefined } | undefined
  /** Accepted for v3 to v5 and without effect: other tabs are told of changes, not of reads. */
  event?: string
  triggerEvent?: boolean
  broadcast?: boolean
}

/** What a browser may know of a provider. */
export interface ClientSafeProvider {
  id: LiteralUnion<BuiltInProviderType>
  name: string
  type: ProviderType
  signinUrl: string
  callbackUrl: string
}

/** Who is signed in, asked now. `null` when nobody is, or when no answer came. */
export async function getSession(params?: GetSessionParams): Promise<Session | null> {
  if (typeof window === 'object') return load(pageStore())
  const session = objectIn<Session>(await askFromServer('session', requestIn(params)))
  return session && Object.keys(session).length > 0 ? session : null
}

/** A token for a form of your own, which sends it as `csrfToken`. An empty text when no answer came. */
export async function getCsrfToken(params?: GetSessionParams): Promise<string> {
  return objectIn<{ csrfToken?: string }>(await get('csrf', params))?.csrfToken ?? ''
}

/** The ways to sign in, by id. `null` when no answer came. */
export async function getProviders(
  params?: GetSessionParams,
): Promise<Record<LiteralUnion<BuiltInProviderType>, ClientSafeProvider> | null> {
  return objectIn<Record<LiteralUnion<BuiltInProviderType>, ClientSafeProvider>>(await get('providers', params)) ?? null
}

function get(path: string, params: GetSessionParams | undefined): Promise<Answer> {
  return typeof window === 'object' ? ask(pageStore(), path) : askFromServer(path, requestIn(params))
}

function requestIn(params: GetSessionParams | undefined): ServerRequest | undefined {
  return params?.req ?? params?.ctx?.req
}

function objectIn<T>({ ok, body }: Answer): T | undefined {
  return ok && body && typeof body === 'object' ? body : undefined
}
