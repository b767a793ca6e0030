import type { Account, Awaitable, JWT, Session, User } from '../base/types.js'
import type { Way } from './callbacks.js'
import type { Events, JWTParams, SessionParams, SignInParams } from './options.js'

/** The callbacks of v3. */
interface Given {
  signIn(user: User, account: Account | null, profile: unknown): Awaitable<boolean | string>
  redirect(url: string, baseUrl: string): Awaitable<string>
  jwt(token: JWT, user?: User, account?: Account | null, profile?: unknown, isNewUser?: boolean): Awaitable<JWT | null>
  session(session: Session, userOrToken: unknown): Awaitable<Session>
}

/** Callbacks of v3, called as v3 called them. */
export const positional: Way = {
  signIn: (given: Given, params: SignInParams) => given.signIn(params.user, ofV3(params.account), thirdOf(params)),
  redirect: (given: Given, { url, baseUrl }: { url: string; baseUrl: string }) => given.redirect.call(given, url, baseUrl),
  jwt: (given: Given, { token, user, account, profile, isNewUser }: JWTParams) =>
    given.jwt(token, user, ofV3(account), profile ?? (account ? user : undefined), isNewUser),
  session: (given: Given, { session, token, user }: SessionParams) => given.session(session, token ?? user),
}

type Message<E extends keyof Events> = Parameters<NonNullable<Events[E]>>[0]

/** What listeners of v3 hear. */
export const messages: { readonly [E in keyof Required<Events>]: (message: Message<E>) => unknown } = {
  signIn: ({ user, account, isNewUser }) => ({ user, account: ofV3(account), isNewUser }),
  signOut: (message) => ('token' in message ? message.token : message.session),
  createUser: ({ user }) => user,
  updateUser: ({ user }) => user,
  linkAccount: ({ user, account }) => ({ user, providerAccount: ofV3(account) }),
  session: ({ session, token }) => (token ? { session, jwt: token } : { session }),
}

/** v3 named an account's values as JavaScript does, and kept the service's own names beside them. */
function ofV3<A extends Account | null | undefined>(account: A): A {
  if (!account) return account
  const { providerAccountId: id, access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = account
  return { ...account, id, accessToken, refreshToken, idToken, accessTokenExpires: null }
}

/** By the way of signing in: the profile, what was typed, or the address that a link is for. */
function thirdOf({ user, account, profile, email, credentials }: SignInParams): unknown {
  return profile ?? credentials ?? (account?.type === 'email' ? { email: user.email, ...email } : undefined)
}
