'use client'
import { signIn, signOut } from '../browser/actions.js'
import { type GetSessionParams, getCsrfToken, getProviders, getSession } from '../browser/read.js'
import { Provider, setOptions, useSession } from './session.js'

export type {
  SignInAuthorizationParams,
  SignInAuthorizationParams as SignInAuthorisationParams,
  SignInOptions,
  SignInResponse,
  SignOutParams,
  SignOutResponse,
} from '../browser/actions.js'
export type { ClientSafeProvider, GetSessionParams, GetSessionParams as GetSessionOptions } from '../browser/read.js'
export type { ClientOptions, ClientOptions as SessionProviderOptions, OpenSession, ProviderProps } from './session.js'
export {
  getCsrfToken,
  getCsrfToken as csrfToken,
  getProviders,
  getProviders as providers,
  getSession,
  getSession as session,
  Provider,
  setOptions,
  setOptions as options,
  signIn,
  signIn as signin,
  signOut,
  signOut as signout,
  useSession,
}

/** What v3 called the request of `getSession` and `getCsrfToken`. */
export type CtxOrReq = Pick<GetSessionParams, 'req' | 'ctx'>
export type RedirectableProvider = 'email' | 'credentials'
export type SignInProvider = string | undefined
export type SessionProvider = typeof Provider

interface Client {
  readonly useSession: typeof useSession
  readonly getSession: typeof getSession
  readonly getProviders: typeof getProviders
  readonly getCsrfToken: typeof getCsrfToken
  readonly signIn: typeof signIn
  readonly signOut: typeof signOut
  readonly Provider: typeof Provider
  readonly setOptions: typeof setOptions
  readonly session: typeof getSession
  readonly providers: typeof getProviders
  readonly csrfToken: typeof getCsrfToken
  readonly signin: typeof signIn
  readonly signout: typeof signOut
  readonly options: typeof setOptions
}

/** Everything in one object, as the first versions had it. */
const client: Client = {
  useSession,
  getSession,
  getProviders,
  getCsrfToken,
  signIn,
  signOut,
  Provider,
  setOptions,
  session: getSession,
  providers: getProviders,
  csrfToken: getCsrfToken,
  signin: signIn,
  signout: signOut,
  options: setOptions,
}

export default client
