import { lazily } from '../base/lazily.js'
import type { MaybePromise } from '../base/types.js'
import type { Context } from '../config/context.js'
import type { Reply } from '../http/reply.js'
import { showSession, updateSession } from './actions/session.js'
import type { Engine } from './engine.js'

export type Action = (ctx: Context, engine: Engine, provider: string | undefined) => MaybePromise<Reply>

export interface Route {
  /** The action. All but the session's are loaded when they are asked for. */
  readonly load: () => MaybePromise<Action>
  /** Whether the path ends with the id of a provider. */
  readonly provider: 'none' | 'optional' | 'required'
  /** Whether the request must prove that it comes from a page of this site. A `callback` proves it by its transaction. */
  readonly csrf: boolean
  /** What a method that only reads may also be asked with. */
  readonly head: boolean
}

type Methods = { readonly GET?: Route; readonly POST?: Route }

const page = { provider: 'none', csrf: false, head: true } as const
const form = { provider: 'none', csrf: true, head: false } as const

/** Every URL below the base path. */
const routes: ReadonlyMap<string, Methods> = new Map<string, Methods>([
  [
    'session',
    {
      GET: { ...page, load: () => showSession },
      POST: { ...form, load: () => updateSession },
    },
  ],
  ['csrf', { GET: { ...page, load: lazily(async () => (await import('./actions/csrf.js')).showCsrf) } }],
  ['providers', { GET: { ...page, load: lazily(async () => (await import('./actions/providers.js')).showProviders) } }],
  [
    'signin',
    {
      GET: { ...page, provider: 'optional', load: lazily(async () => (await import('./actions/pages.js')).showSignIn) },
      POST: { ...form, provider: 'required', load: lazily(async () => (await import('./actions/signin.js')).signIn) },
    },
  ],
  [
    'callback',
    {
      GET: { provider: 'required', csrf: false, head: false, load: lazily(async () => (await import('./actions/callback.js')).callback) },
      POST: { provider: 'required', csrf: false, head: false, load: lazily(async () => (await import('./actions/callback.js')).callback) },
    },
  ],
  [
    'signout',
    {
      GET: { ...page, load: lazily(async () => (await import('./actions/pages.js')).showSignOut) },
      POST: { ...form, load: lazily(async () => (await import('./actions/signout.js')).signOut) },
    },
  ],
  ['verify-request', { GET: { ...page, load: lazily(async () => (await import('./actions/pages.js')).showVerifyRequest) } }],
  ['error', { GET: { ...page, load: lazily(async () => (await import('./actions/pages.js')).showError) } }],
  ['new-user', { GET: { ...page, load: lazily(async () => (await import('./actions/pages.js')).showNewUser) } }],
])

export type Match =
  | { readonly kind: 'route'; readonly route: Route; readonly action: string; readonly provider: string | undefined }
  | { readonly kind: 'method'; readonly allow: string }
  | { readonly kind: 'none' }

/**
 * The path of a request's URL. A `Request` gives its URL as the URL parser wrote it, so the first slash after the host begins the
 * path and the first `?` or `#` ends it: nothing is parsed a second time.
 */
export function pathnameOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  if (start < 0) return ''
  const end = url.slice(start).search(/[?#]/)
  return end < 0 ? url.slice(start) : url.slice(start, start + end)
}

/**
 * From a path to at most one route. The path is the URL parser's `pathname`, and nothing else decides: no query, no header.
 * Names hold no escapes, so nothing is decoded and a `%` is simply no name. One slash at the end is allowed.
 */
export function match(method: string, pathname: string, basePath: string): Match {
  if (!pathname.startsWith(`${basePath}/`)) return { kind: 'none' }
  const path = pathname.slice(basePath.length + 1).replace(/\/$/, '')
  const slash = path.indexOf('/')
  const action = slash < 0 ? path : path.slice(0, slash)
  const provider = slash < 0 ? undefined : path.slice(slash + 1)
  const methods = routes.get(action)
  if (!methods || (provider !== undefined && !/^[A-Za-z0-9._-]{1,64}$/.test(provider))) return { kind: 'none' }
  const fitting = (route: Route | undefined): Route | undefined => (route && fits(route, provider) ? route : undefined)
  const get = fitting(methods.GET)
  const post = fitting(methods.POST)
  const route = method === 'POST' ? post : method === 'GET' || (method === 'HEAD' && get?.head) ? get : undefined
  if (route) return { kind: 'route', route, action, provider }
  if (!get && !post) return { kind: 'none' }
  return { kind: 'method', allow: [get && 'GET', get?.head && 'HEAD', post && 'POST'].filter(Boolean).join(', ') }
}

function fits(route: Route, provider: string | undefined): boolean {
  if (route.provider === 'none') return provider === undefined
  return route.provider === 'optional' || provider !== undefined
}
