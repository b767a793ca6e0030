import type { AdapterSession, AdapterUser } from '../adapters/contract.js'
import type { Account, Awaitable, DefaultSession, JWT, Profile, Session, User } from '../base/types.js'

/**
 * A callback: with one argument that names everything, as v4 and v5 call it, or with several in the order of v3. TypeScript is to find out
 * which from the number of parameters alone, so that both are typed where nobody wrote a type:
 *
 * - the first line tells what a function of one parameter gets;
 * - the second what one of several gets: for one parameter its signatures have no common reading, and TypeScript leaves it out;
 * - the third takes in what the second described, and describes nothing, since its signatures never have a common reading.
 *
 * Methods, since those may name more special parameters than they will get, as functions may not under `strict`.
 */
export type Callback<Named, Ordered extends unknown[], Result> =
  | { call(params: Named): Result }['call']
  | { call(...ordered: Ordered): Result; call<_>(only: unknown): Result }['call']
  | { call(...ordered: Ordered): Result; call<_>(...ordered: Ordered): Result }['call']

/** Everything else that v3 put on what it handed over. */
type Loose<T> = T & Record<string, unknown>

/** What v3 called an account: the tokens by names of its own, too. */
export interface EarlierAccount extends Account {
  id: string
  accessToken: string
  accessTokenExpires: null
  refreshToken?: string
  idToken?: string
}

/** As an application may give them: those of v4 and v5, or those of v3. */
export interface GivenCallbacks<S = Session, T = JWT> {
  /** Runs before anything is written. False refuses, a string redirects there, true lets in. */
  signIn?: Callback<SignInParams, [user: Loose<User>, account: EarlierAccount, profile: Profile], Awaitable<boolean | string>>
  /** Chooses where to go; its answer is checked again. */
  redirect?: Callback<{ url: string; baseUrl: string }, [url: string, baseUrl: string], Awaitable<string>>
  /** What the token holds. `null` ends the session. */
  jwt?: Callback<
    JWTParams,
    [token: JWT, user?: Loose<User>, account?: EarlierAccount, profile?: Profile, isNewUser?: boolean],
    Awaitable<T | null>
  >
  /** What `auth()` and `useSession()` see. */
  session?: Callback<SessionParams<T>, [session: Loose<Session>, userOrToken: Loose<JWT | User>], Awaitable<S | DefaultSession>>
}

/** As v4 and v5 have them. */
export interface Callbacks<S = Session, T = JWT> {
  signIn?(params: SignInParams): Awaitable<boolean | string>
  redirect?(params: { url: string; baseUrl: string }): Awaitable<string>
  jwt?(params: JWTParams): Awaitable<T | null>
  session?(params: SessionParams<T>): Awaitable<S>
}

/** v4's name, every callback of it present. `P` and `A` are what the service tells. */
export interface CallbacksOptions<P = Profile, A = Account> {
  signIn(params: Omit<SignInParams, 'account' | 'profile'> & { account: A | null; profile?: P }): Awaitable<boolean | string>
  redirect(params: { url: string; baseUrl: string }): Awaitable<string>
  jwt(params: Omit<JWTParams, 'account' | 'profile'> & { account?: A | null; profile?: P }): Awaitable<JWT>
  session(params: SessionParams): Awaitable<Session | DefaultSession>
}

export interface SignInParams {
  user: User | AdapterUser
  account: Account | null
  profile?: Profile
  /** Present when a link is asked for, before the mail is sent. */
  email?: { verificationRequest?: boolean }
  /** What the visitor typed. */
  credentials?: Record<string, string | undefined>
}

export interface JWTParams {
  token: JWT
  /** At sign-in only, with `account`. Typed as in v4 and v5, as if it were always there: look at `trigger` or `account` first. */
  user: User | AdapterUser
  account?: Account | null
  profile?: Profile
  trigger?: 'signIn' | 'signUp' | 'update'
  isNewUser?: boolean
  /** What `update(data)` sent. Comes from the browser: check it. */
  // biome-ignore lint/suspicious/noExplicitAny: whatever the application sends, as in v4 and v5
  session?: any
}

export interface SessionParams<T = JWT> {
  /** Has a user: without one there is no session. */
  session: Session & { user: NonNullable<Session['user']> }
  /** The `jwt` strategy's claims. */
  token: T
  /** The `database` strategy's user. */
  user: AdapterUser
  // biome-ignore lint/suspicious/noExplicitAny: what `update(data)` sent, as in v4 and v5
  newSession?: any
  trigger?: 'update'
}

export interface Events {
  signIn?(message: { user: User; account: Account | null; profile?: Profile; isNewUser?: boolean }): Awaitable<unknown>
  /** The session that ended or its token. */
  signOut?(message: SignOutMessage): Awaitable<unknown>
  createUser?(message: { user: User }): Awaitable<unknown>
  updateUser?(message: { user: User }): Awaitable<unknown>
  linkAccount?(message: { user: User | AdapterUser; account: Account; profile: User | AdapterUser }): Awaitable<unknown>
  /** `token` under the `jwt` strategy only. */
  session?(message: { session: Session; token: JWT }): Awaitable<unknown>
}

// biome-ignore lint/suspicious/noExplicitAny: v4 destructures both and reads whichever there is, v5 asks which one is there
type Absent = any

export type SignOutMessage = { session: AdapterSession | null | undefined | void; token?: Absent } | { token: JWT | null; session?: Absent }

/** v4's name, every event of it present. */
export interface EventCallbacks extends Required<Events> {}

export type EventType = keyof Events
