import { AuthError } from '../base/errors.js'
import type { JWT, Session } from '../base/types.js'
import type { AuthOptions, Callbacks, Events, JWTParams, SessionParams, SignInParams } from './options.js'
import { inPositions, type PositionalCallbacks, toldAsBefore } from './positional.js'

const names = ['signIn', 'redirect', 'jwt', 'session'] as const

/**
 * The application's callbacks and listeners. Since v4 a callback is handed one object; v3 handed over several values. Who declares a second
 * parameter means v3, and then all of the configuration does.
 */
export function readCallbacks(options: Pick<AuthOptions, 'callbacks' | 'events' | 'session'>): {
  callbacks: Callbacks<Session, JWT>
  events: Events
} {
  const { callbacks = {}, events = {} } = options
  if (isOfV3(callbacks, options.session))
    return { callbacks: inPositions(callbacks as object as PositionalCallbacks), events: toldAsBefore(events) }
  return { callbacks: guarded(callbacks as Callbacks<Session, JWT>), events }
}

/** Beside `session.jwt`, which only v3 has, one parameter is v3's too, unless it takes an object apart: that option often stayed behind. */
function isOfV3(callbacks: object, session: object = {}): boolean {
  const given = names.flatMap((name) => (callbacks as Partial<Record<string, (...call: never[]) => unknown>>)[name] ?? [])
  return given.some(({ length }) => length > 1) || ('jwt' in session && !given.some(takesApart))
}

/** One parameter may be v3's as well. What such a function would let through or let out by mistake is stopped here, and said. */
function guarded(given: Callbacks<Session, JWT>): Callbacks<Session, JWT> {
  const { signIn, jwt, session } = given
  if (!signIn && !jwt && !session) return given
  return {
    ...(given.redirect ? { redirect: (params) => (given.redirect as NonNullable<typeof given.redirect>)(params) } : {}),
    ...(signIn ? { signIn: (params) => signIn.call(given, takesApart(signIn) ? params : alarmed(params)) } : {}),
    ...(jwt ? { jwt: async (params) => refuseParams(await jwt.call(given, params), params, 'token') } : {}),
    ...(session ? { session: async (params) => refuseParams(await session.call(given, params), params, 'session') } : {}),
  }
}

/** `({ user, account }) => …` cannot be meant for v3. */
function takesApart(callback: object): boolean {
  return /^(async\b)?\s*(function\b)?[\s*\w$]*\(?\s*\{/.test(Function.prototype.toString.call(callback))
}

const known: ReadonlySet<string | symbol> = new Set(['user', 'account', 'profile', 'credentials', 'toJSON', 'then'])

/**
 * v3's `signIn(user)` that looks for somebody to turn away finds no `user.banned` in this object, and would let everybody in. So what is
 * not there is not read: the exception refuses the visitor, and tells the developer.
 */
function alarmed(params: SignInParams): SignInParams {
  let isNamed = false
  return new Proxy(params, {
    get(target, key) {
      if (known.has(key)) isNamed = true
      else if (typeof key === 'string' && !(key in Object.prototype) && !(key === 'email' && (isNamed || target.email)))
        throw takenForV3('signIn')
      return Reflect.get(target, key)
    },
  })
}

/** v3's `session(session)` would hand the browser everything that this object holds, the token included. */
function refuseParams<A>(answer: A, params: JWTParams | SessionParams<JWT>, name: 'token' | 'session'): A {
  const inside = (answer as Record<string, unknown> | null | undefined)?.[name]
  if (Object.is(answer, params) || (inside !== undefined && inside === (params as unknown as Record<string, unknown>)[name]))
    throw takenForV3(name === 'token' ? 'jwt' : 'session')
  return answer
}

function takenForV3(name: string): AuthError {
  return new AuthError(
    'CallbackRouteError',
    `The \`${name}\` callback takes its argument for what v3 handed over. Take the values out of one object, \`${name}({ … })\`, or, for an application of v3, declare the second parameter.`,
  )
}
