import { lostRace, type Resolution, resolve, type Settled, settle } from '../../accounts/resolve.js'
import { AuthError, isAuthError } from '../../base/errors.js'
import type { Account } from '../../base/types.js'
import type { Context } from '../../config/context.js'
import type { SignInParams } from '../../config/options.js'
import type { ReadyProvider } from '../../config/settings.js'
import { createJar } from '../../http/jar.js'
import type { Reply } from '../../http/reply.js'
import { pageUrl } from '../../http/url.js'
import type { Arrival } from '../../sessions/contract.js'
import type { Identity, Method } from '../../signin/contract.js'
import { permit } from '../../signin/permit.js'
import { announce } from '../announce.js'
import type { Engine } from '../engine.js'
import { asAsked } from '../explain.js'
import { guardAgainstForgery } from '../guard.js'
import { sweepNowAndThen } from '../sweep.js'
import { target } from '../target.js'
import { showConfirm } from './pages.js'

/** `GET` and `POST /callback/:provider`: what a provider, a mailed link or a form brings back. The same for every method after `finish`. */
export async function callback(ctx: Context, engine: Engine, id: string | undefined): Promise<Reply> {
  const provider = engine.settings.providers.get(id ?? '') as ReadyProvider
  const method = await engine.methods(provider)
  if (ctx.method === 'GET' && method.landing) return showConfirm(provider, await method.landing(provider, ctx), ctx, engine)
  refuseMethod(method, ctx)
  const elsewhere = await method.passOn?.(provider, ctx)
  if (elsewhere) return elsewhere
  if (method.needs.csrfOnReturn) await guardAgainstForgery(ctx, engine)
  const identity = await finish(method, provider, ctx)
  return letIn(identity, ctx, engine)
}

function refuseMethod(method: Method, ctx: Context): void {
  if (method.needs.returns.includes(ctx.method as 'GET')) return
  throw new AuthError('MethodNotAllowed', `This provider’s answer comes by ${method.needs.returns.join(' or ')}.`)
}

async function finish(method: Method, provider: ReadyProvider, ctx: Context): Promise<Identity> {
  try {
    return await method.finish(provider, ctx)
  } catch (error) {
    if (isAuthError(error)) throw error
    throw new AuthError('OAuthCallbackError', 'The provider’s answer could not be used.', {
      cause: error,
      details: { provider: provider.id },
    })
  }
}

async function letIn(identity: Identity, ctx: Context, engine: Engine): Promise<Reply> {
  if (identity.linkTo !== undefined) await refuseAnotherLinker(identity.linkTo, ctx, engine)
  const resolution = await resolve(identity, engine.settings)
  const elsewhere = await permit(permission(identity, resolution), ctx)
  if (elsewhere) return asAsked({ kind: 'redirect', to: elsewhere }, ctx)
  const settled = await settleAndStart(identity, resolution, ctx, engine)
  // Its binding has changed: the next page gets a token of the new session.
  if (ctx.cookies.get(ctx.names.csrfToken.name) !== undefined) ctx.jar.clear(ctx.names.csrfToken.name, ctx.names.csrfToken.options)
  await tell(identity, settled, engine)
  await sweepNowAndThen(ctx.settings, ctx.now)
  const to = await target(identity.callbackUrl, ctx)
  const { newUser } = ctx.settings.pages
  const next = settled.isNewUser && newUser ? pageUrl(newUser, ctx.origin, { callbackUrl: to }) : to
  return asAsked({ kind: 'redirect', to: next }, ctx)
}

/**
 * Whoever asked to link must still be the one who is signed in: on a shared browser the next one would link their identity to
 * somebody else. A POST from the provider's page brings no session cookie to compare (SameSite=Lax); there the transaction alone
 * speaks, which signing out takes away.
 */
async function refuseAnotherLinker(linkTo: string, ctx: Context, { sessions }: Engine): Promise<void> {
  const current = await sessions.read(ctx)
  if (current?.userId === linkTo || (current === null && ctx.method === 'POST')) return
  throw new AuthError('AccessDenied', 'Whoever asked to link this account is not signed in any more.')
}

function permission(identity: Identity, { user }: Resolution): SignInParams {
  const { profile, credentials } = identity
  return {
    user,
    account: toldOf(identity, user.id),
    ...(profile ? { profile } : {}),
    ...(credentials ? { credentials: { ...credentials } } : {}),
  }
}

/** User, account and session are one step where the store has transactions. Who lost a race against a twin reads the facts again. */
async function settleAndStart(identity: Identity, resolution: Resolution, ctx: Context, engine: Engine): Promise<Settled> {
  try {
    return await attempt(identity, resolution, ctx, engine)
  } catch (error) {
    if (!lostRace(error)) throw storeFailure(error)
    const again = await resolve(identity, engine.settings)
    return attempt(identity, again, ctx, engine).catch((twice) => Promise.reject(storeFailure(twice)))
  }
}

async function attempt(identity: Identity, resolution: Resolution, ctx: Context, { settings, sessions }: Engine): Promise<Settled> {
  const { adapter } = settings
  const persists = sessions.stored || identity.type !== 'credentials'
  const store = persists ? adapter : undefined
  const writesSeveral = resolution.decision.kind !== 'sign-in'
  // What is rolled back leaves no cookie behind: the one that was there stays good.
  const jar = createJar()
  const work = async (within: typeof adapter): Promise<Settled> => {
    const settled = await settle(identity, resolution, within, ctx.now)
    if (sessions.stored) await sessions.start(arrival(identity, settled), { ...ctx, jar }, within)
    return settled
  }
  const settled = store?.transaction && writesSeveral ? await store.transaction(work) : await work(store)
  for (const { name, value, options, maxAge } of jar.cookies()) ctx.jar.set(name, value, options, maxAge)
  if (!sessions.stored) await startToken(identity, settled, ctx, sessions)
  return settled
}

async function startToken(identity: Identity, settled: Settled, ctx: Context, sessions: Engine['sessions']): Promise<void> {
  try {
    await sessions.start(arrival(identity, settled), ctx)
  } catch (error) {
    throw isAuthError(error) ? error : new AuthError('CallbackRouteError', 'The `jwt` callback threw at sign-in.', { cause: error })
  }
}

function storeFailure(error: unknown): unknown {
  return isAuthError(error) ? error : new AuthError('AdapterError', 'The store failed while somebody signed in.', { cause: error })
}

function arrival(identity: Identity, { user, isNewUser }: Settled): Arrival {
  const { profile, amr, authTime } = identity
  return { user, account: toldOf(identity, user.id), profile, isNewUser, amr, authTime }
}

/** The account as the application is told of it: with everything that came with the tokens, whether it is kept or not. */
function toldOf({ tokens, account }: Identity, userId: string): Account {
  return { ...tokens, ...account, userId }
}

async function tell(identity: Identity, { user, isNewUser, linked }: Settled, { settings }: Engine): Promise<void> {
  const { profile, type, user: given } = identity
  const account = toldOf(identity, user.id)
  if (isNewUser) await announce('createUser', { user }, settings)
  if (linked) await announce('linkAccount', { user, account, profile: given }, settings)
  const told = { user, account, ...(profile ? { profile } : {}), ...(type === 'credentials' ? {} : { isNewUser }) }
  await announce('signIn', told, settings)
}
