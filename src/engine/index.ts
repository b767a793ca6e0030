import { lazily } from '../base/lazily.js'
import type { Account, JWT, MaybePromise, Session } from '../base/types.js'
import { configure } from '../config/configure.js'
import { createVisit } from '../config/context.js'
import type { AuthOptions } from '../config/options.js'
import type { Settings } from '../config/settings.js'
import type { TokenSet } from '../providers/contract.js'
import { jwtSessions } from '../sessions/jwt.js'
import { storedSessions } from '../sessions/stored.js'
import { createMethods } from '../signin/methods.js'
import { readOr } from './actions/session.js'
import type { Engine } from './engine.js'
import { type Asked, handle } from './handle.js'

export * from '../base/errors.js'
export * from '../base/types.js'
export type { AuthOptions } from '../config/options.js'
export type { TokenSet } from '../providers/contract.js'

/** The engine, without Next: a function from `Request` to `Response`, and a reader of sessions. */
export interface AuthEngine<S = Session> {
  /** Answers a request to the library's routes. Never throws, never leaves a request without an answer. */
  handle(request: Request, asked?: Asked): Promise<Response>
  /** Who sent these headers, or `null`. Never writes, never sets a cookie. Throws when it cannot be known. */
  read(headers: Pick<Headers, 'get'>): MaybePromise<S | null>
  /** As `read`, and prolongs a session that is due: the `Set-Cookie` lines have to reach the browser. */
  readAndRefresh(request: Request): Promise<{ readonly session: S | null; readonly cookies: readonly string[] }>
  /**
   * New tokens for an account of an OAuth 2 or OpenID Connect provider, by its `refresh_token` (RFC 6749 §6). Store what comes back, the new
   * `refresh_token` too: where the service rotates them the old one is used up. Throws `RefreshTokenError`; with `details.final` the person
   * has to sign in again, without it another try may do.
   */
  refreshTokens(account: Account): Promise<TokenSet>
  readonly settings: Settings
  /** Closes what was opened. */
  close(): Promise<void>
}

/** Checks the options, once, and wires the rooms. Throws `AuthError` for what cannot work. */
export function createAuth<S = Session, T = JWT>(options: AuthOptions<S, T>): AuthEngine<S> {
  const settings = configure(options)
  const sessions = settings.session.strategy === 'jwt' ? jwtSessions(settings) : storedSessions(settings)
  const engine: Engine = { settings, sessions, methods: createMethods(), ready: preparation(settings) }
  return {
    settings,
    handle: (request, asked) => handle(engine, request, asked),
    read: (headers) => readSession(engine, headers) as MaybePromise<S | null>,
    readAndRefresh: async (request) =>
      (await import('./read-and-refresh.js')).readAndRefresh(engine, request) as Promise<{ session: S | null; cookies: readonly string[] }>,
    refreshTokens: async (account) => (await import('./refresh-tokens.js')).refreshTokens(engine, account),
    close: async () => settings.adapter?.close?.(),
  }
}

/** v5's name for it: one request, one configuration. */
export function Auth(request: Request, options: AuthOptions): Promise<Response> {
  return createAuth(options).handle(request)
}

/** In development tables appear by themselves; in production `npx next-auth migrate` makes them. */
function preparation({ adapter, development }: Settings): () => MaybePromise<void> {
  const prepare = development ? adapter?.prepare : undefined
  if (!adapter || !prepare) return () => {}
  let isDone = false
  const done = lazily(async () => {
    await prepare.call(adapter)
    isDone = true
  })
  return () => (isDone ? undefined : done())
}

function readSession(engine: Engine, headers: Pick<Headers, 'get'>): MaybePromise<Session | null> {
  const visit = createVisit(engine.settings, headers)
  const ready = engine.settings.session.strategy === 'database' ? engine.ready() : undefined
  const current = ready ? ready.then(() => readOr(visit, engine)) : readOr(visit, engine)
  return current instanceof Promise ? current.then((found) => found?.session ?? null) : (current?.session ?? null)
}
