'use client'
export type { LiteralUnion } from '../base/provider-ids.js'
export {
  type SignInAuthorizationParams,
  type SignInOptions,
  type SignInResponse,
  type SignOutParams,
  type SignOutResponse,
  signIn,
  signOut,
} from '../browser/actions.js'
export { type ClientSafeProvider, type GetSessionParams, getCsrfToken, getProviders, getSession } from '../browser/read.js'
export type { SessionStatus, UpdateSession } from '../browser/store.js'
export { __NEXTAUTH } from './inner.js'
export {
  SessionContext,
  type SessionContextValue,
  type SessionOf,
  SessionProvider,
  type SessionProviderProps,
  type UseSessionOptions,
  useSession,
} from './session.js'
