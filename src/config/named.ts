import { AuthError } from '../base/errors.js'
import type { JWT, Session } from '../base/types.js'
import type { Way } from './callbacks.js'
import type { Callbacks, JWTParams, SessionParams, SignInParams } from './options.js'
import { takesApart } from './takes-apart.js'

type Given = Required<Callbacks<Session, JWT>>

/** One object, as v4 and v5 hand it over. A function with one parameter may be v3's: what it would let through by mistake is stopped, and said. */
export const named: Way = {
  signIn: (given: Given, params: SignInParams) => given.signIn(takesApart(given.signIn) ? params : alarmed(params)),
  redirect: (given: Given, params: { url: string; baseUrl: string }) => given.redirect.call(given, params),
  jwt: async (given: Given, params: JWTParams) => refuseParams('jwt', await given.jwt(params), params, 'token'),
  session: async (given: Given, params: SessionParams) => refuseParams('session', await given.session(params), params, 'session'),
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
function refuseParams<A, P extends object>(callback: string, answer: A, params: P, name: keyof P & string): A {
  const inside = (answer as Record<string, unknown> | null | undefined)?.[name]
  if (Object.is(answer, params) || (inside !== undefined && Object.is(inside, params[name]))) throw takenForV3(callback)
  return answer
}

function takenForV3(name: string): AuthError {
  return new AuthError(
    'CallbackRouteError',
    `The \`${name}\` callback takes its argument for what v3 handed over. Take the values out of one object, \`${name}({ … })\`, or, for an application of v3, declare the second parameter.`,
  )
}
