import { lazily } from '../base/lazily.js'
import { andThen } from '../base/maybe-promise.js'
import type { JWT, Session } from '../base/types.js'
import type { AuthOptions, Callbacks, Events, GivenCallbacks } from './options.js'
import { takesApart } from './takes-apart.js'

/** One way to call the callbacks of a configuration: by name, with the object that holds them and what there is to hand over. */
export type Way = {
  readonly [Name in keyof Required<Callbacks>]: (given: never, params: never) => unknown
}

const loadNamed = lazily(async () => (await import('./named.js')).named)
const loadPositional = lazily(() => import('./positional.js'))
const names = ['signIn', 'redirect', 'jwt', 'session'] as const

/**
 * The application's callbacks and listeners. Since v4 a callback is handed one object; v3 handed over several values. Who declares a second
 * parameter means v3, and then all of the configuration does.
 */
export function readCallbacks({ callbacks = {}, events = {}, session }: Pick<AuthOptions, 'callbacks' | 'events' | 'session'>): {
  callbacks: Callbacks<Session, JWT>
  events: Events
} {
  const given = names.filter((name) => callbacks[name])
  const ofV3 = isOfV3(callbacks, given, session)
  const load = ofV3 ? lazily(async () => (await loadPositional()).positional) : loadNamed
  const call = (name: keyof Way) => (params: unknown) =>
    andThen(load() as Way | Promise<Way>, (way) => way[name](callbacks as never, params as never))
  return { callbacks: Object.fromEntries(given.map((name) => [name, call(name)])), events: ofV3 ? toldAsBefore(events) : events }
}

/** Beside `session.jwt`, which only v3 has, one parameter is v3's too, unless it takes an object apart: that option often stayed behind. */
function isOfV3(callbacks: GivenCallbacks, given: readonly (keyof Callbacks)[], session: object = {}): boolean {
  const functions = given.map((name) => callbacks[name] as { readonly length: number })
  return functions.some(({ length }) => length > 1) || ('jwt' in session && !functions.some(takesApart))
}

function toldAsBefore(events: Events): Events {
  const tell = (name: keyof Events) => async (message: unknown) =>
    (events[name] as (message: unknown) => unknown)((await loadPositional()).messages[name](message as never))
  return Object.fromEntries((Object.keys(events) as (keyof Events)[]).map((name) => [name, tell(name)]))
}
