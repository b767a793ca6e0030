import { AuthError, isAuthError } from '../base/errors.js'
import { lazily } from '../base/lazily.js'
import { andThen } from '../base/maybe-promise.js'
import type { MaybePromise } from '../base/types.js'
import { type Context, createVisit } from '../config/context.js'
import { asAuthError } from '../config/logger.js'
import type { Body } from '../http/body.js'
import { createJar, type Jar } from '../http/jar.js'
import type { Reply } from '../http/reply.js'
import type { Engine } from './engine.js'
import { respond } from './respond.js'
import { type Match, match, pathnameOf, type Route } from './routes.js'

const loadGuard = lazily(() => import('./guard.js'))
const loadBody = lazily(() => import('../http/body.js'))
const loadExplain = lazily(() => import('./explain.js'))
const loadLimited = lazily(() => import('../base/limited.js'))

const noFields: Readonly<Record<string, string>> = Object.freeze(Object.create(null))
const nothing: Input = { query: noFields, fields: noFields, data: undefined }

/** How the application's own server code asks: no CSRF token, since Next has checked where a server action came from; failures are thrown. */
export interface Asked {
  readonly trusted?: boolean
}

/** `Request → Response`: context, match, guard, run, respond. The only catch. */
export async function handle(engine: Engine, request: Request, { trusted = false }: Asked = {}): Promise<Response> {
  let jar = createJar()
  let ctx: Context | undefined
  try {
    const { url } = request
    const matched = match(request.method, pathnameOf(url), engine.settings.site.basePath)
    if (matched.kind !== 'route') return await respond(unmatched(matched), jar, request.method)
    const input = inputOf(request, url, matched)
    const asked = input instanceof Promise ? await input : input
    ctx = Object.assign(createVisit(engine.settings, request.headers), { request, method: request.method, jar, trusted, ...asked })
    const ready = engine.ready()
    if (ready) await ready
    const running = run(engine, ctx, matched)
    // Cookies of what was still under way stay away from the answer that says it failed.
    const reply = running instanceof Promise ? await inTime(running, matched, engine, () => (jar = createJar())) : running
    const response = respond(reply, jar, request.method)
    return response instanceof Promise ? await response : response
  } catch (error) {
    if (trusted)
      throw isAuthError(error)
        ? error
        : asAuthError(error, 'CallbackRouteError', 'Something failed while the application’s own code signed somebody in or out.')
    return fail(engine, error, ctx, jar, request)
  }
}

type Found = Extract<Match, { kind: 'route' }>
type Input = Body & Pick<Context, 'query'>

/** Form and query, read once. Where there is neither, nothing is waited for; a session read looks at neither. */
function inputOf(request: Request, url: string, { action }: Found): MaybePromise<Input> {
  if (request.method !== 'POST' && (action === 'session' || !url.includes('?'))) return nothing
  return readInput(request, url)
}

async function readInput(request: Request, url: string): Promise<Input> {
  const { readBody, readQuery } = await loadBody()
  const query = readQuery(new URL(url))
  return request.method === 'POST' ? { query, ...(await readBody(request)) } : { ...nothing, query }
}

/** Waits for nothing that is there already: a session read is one turn of the event loop, the caller's own. */
function run(engine: Engine, ctx: Context, { route, provider }: Found): MaybePromise<Reply> {
  if (provider !== undefined && !engine.settings.providers.has(provider))
    throw new AuthError('InvalidProvider', 'No provider of that id is configured.')
  if (route.csrf) return guarded(engine, ctx, route, provider)
  return andThen(route.load(), (action) => action(ctx, engine, provider))
}

/** A callback, a mailer or a store that never answers is a failure too. A session read without callbacks asks none of the application's code. */
async function inTime(running: Promise<Reply>, { action }: Found, { settings }: Engine, giveUp: () => unknown): Promise<Reply> {
  const { callbacks, events, jwt, deadline } = settings
  if (action === 'session' && !(callbacks.jwt ?? callbacks.session ?? events.session ?? jwt.decode)) return running
  // Until the race is on, nobody listens: a failure of that moment must not end the process.
  running.catch(() => {})
  const { limited } = await loadLimited()
  return limited(running, deadline, () => {
    giveUp()
    return new AuthError(
      'CallbackRouteError',
      `Nothing came within ${deadline / 1000} s. Look for a callback, an event's listener, \`authorize\`, a mailer or an adapter that never answers.`,
    )
  })
}

async function guarded(engine: Engine, ctx: Context, route: Route, provider: string | undefined): Promise<Reply> {
  const { guardAgainstForgery } = await loadGuard()
  await guardAgainstForgery(ctx, engine)
  const action = await route.load()
  return action(ctx, engine, provider)
}

function unmatched(matched: Exclude<Match, { kind: 'route' }>): Reply {
  if (matched.kind === 'none') return { kind: 'json', body: { error: 'NotFound' }, status: 404 }
  return { kind: 'json', body: { error: 'MethodNotAllowed' }, status: 405, headers: { Allow: matched.allow } }
}

/** What a service answered was not accepted. Nobody gets there by a forged callback: it takes a transaction of ours. */
function isOfService(error: AuthError): boolean {
  return error.type === 'OAuthCallbackError' && error.cause !== undefined
}

/** One failure, one answer, one line in the log. */
async function fail(engine: Engine, thrown: unknown, ctx: Context | undefined, jar: Jar, request: Request): Promise<Response> {
  const error = asAuthError(thrown, 'CallbackRouteError', 'Something failed while a request was handled.')
  const { logger } = engine.settings
  // Behind a name and password that were not accepted, what `authorize` threw may stand: a mistake of the application's.
  const isOwners =
    error.status >= 500 || error.type === 'UntrustedHost' || (error.type === 'CredentialsSignin' && error.cause !== undefined)
  if (isOwners) logger.error(error)
  else if (isOfService(error)) logger.warn(error.type, `${error.message} (provider: ${error.details.provider})`)
  else logger.debug(`${error.type}: ${error.message}`, error.details)
  const { explain } = await loadExplain()
  try {
    return await respond(explain(error, ctx, engine), jar, request.method)
  } catch (again) {
    logger.error(asAuthError(again, 'Configuration', 'The answer to a failure failed itself.'))
    return respond(
      { kind: 'json', body: { error: isAuthError(again) ? again.shown : 'Configuration' }, status: 500 },
      createJar(),
      request.method,
    )
  }
}
