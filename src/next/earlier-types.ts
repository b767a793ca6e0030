// Names that v3 and v4 export from the root, for applications that write them.

import type { Account, JWT, Profile, Session, User } from '../base/types.js'
import type { GivenCallbacks } from '../config/callback-options.js'
import type { AuthOptions } from '../config/options.js'
import type { NextAuthOptions } from './types.js'

export type { TokenSet } from '../engine/index.js'

/** The options by their name before v3.7. */
export type InitOptions = NextAuthOptions

/** What the engine made of the options, in v3. */
export type AppOptions = Omit<AuthOptions, 'callbacks'> & { callbacks?: GivenCallbacks; baseUrl?: string; basePath?: string }

export type DefaultProfile = Pick<Profile, 'sub' | 'name' | 'email' | 'image'>

export type EventCallback<Message = unknown> = (message: Message) => Promise<void>

export interface SignInEventMessage {
  user: User
  account: Account
  isNewUser?: boolean
}

export interface LinkAccountEventMessage {
  user: User
  providerAccount: Record<string, unknown>
}

/** What v3 told its listeners. */
export interface CommonEventCallbacks {
  signIn: EventCallback<SignInEventMessage>
  createUser: EventCallback<User>
  updateUser: EventCallback<User>
  linkAccount: EventCallback<LinkAccountEventMessage>
  error: EventCallback
}

export interface JWTEventCallbacks extends CommonEventCallbacks {
  signOut: EventCallback<JWT>
  session: EventCallback<{ session: Session; jwt: JWT }>
}

export interface SessionEventCallbacks extends CommonEventCallbacks {
  signOut: EventCallback<Session | null>
  session: EventCallback<{ session: Session }>
}

/** The last part of a route. */
export type AuthAction = 'callback' | 'csrf' | 'error' | 'providers' | 'session' | 'signin' | 'signout' | 'verify-request' | '_log'

/** A request as v4's engine took it. */
export interface RequestInternal {
  origin?: string
  method?: string
  cookies?: Partial<Record<string, string>>
  // biome-ignore lint/suspicious/noExplicitAny: whatever the framework had read
  headers?: Record<string, any>
  // biome-ignore lint/suspicious/noExplicitAny: as above
  query?: Record<string, any>
  // biome-ignore lint/suspicious/noExplicitAny: as above
  body?: Record<string, any>
  action: AuthAction
  providerId?: string
  error?: string
}

/** What v4's engine answered. */
export interface OutgoingResponse<Body = unknown> {
  status?: number
  headers?: { key: string; value: string }[]
  body?: Body
  redirect?: string
  cookies?: { name: string; value: string; options?: object }[]
}
