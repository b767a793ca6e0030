import { AuthError, isAuthError } from '../../base/errors.js'
import type { Context } from '../../config/context.js'
import type { ReadyProvider } from '../../config/settings.js'
import type { Reply } from '../../http/reply.js'
import { ownUrl, pageUrl } from '../../http/url.js'
import type { Engine } from '../engine.js'
import { asAsked, wantsJson } from '../explain.js'
import { sweepNowAndThen } from '../sweep.js'
import { remember } from '../target.js'
import { callback } from './callback.js'
import { showLeaving } from './pages.js'

/** `POST /signin/:provider`: sends the visitor away to prove who they are. */
export async function signIn(ctx: Context, engine: Engine, id: string | undefined): Promise<Reply> {
  const provider = engine.settings.providers.get(id ?? '') as ReadyProvider
  // A form of credentials is one step: what is typed is the answer already.
  if (provider.type === 'credentials') return callback(ctx, engine, id)
  remember(ctx.fields.callbackUrl, ctx)
  const linkTo = ctx.fields.intent === 'link' ? await whoAsks(ctx, engine) : undefined
  const method = await engine.methods(provider)
  const begun = await begin(() => method.begin(provider, linkTo === undefined ? ctx : { ...ctx, linkTo }), provider)
  if (begun.kind === 'mailed') {
    await sweepNowAndThen(ctx.settings, ctx.now)
    return mailed(provider, ctx)
  }
  const fromOurPage = ctx.fields.via === 'page' && begun.reply.kind === 'redirect' && !wantsJson(ctx)
  return fromOurPage ? showLeaving(provider.name, begun.reply.to, ctx) : asAsked(begun.reply, ctx)
}

/** Linking is asked for by somebody signed in; a session cookie that happens to be there asks for nothing. */
async function whoAsks(ctx: Context, { sessions }: Engine): Promise<string> {
  const current = await sessions.read(ctx)
  if (!current?.userId) throw new AuthError('SessionRequired', 'Only somebody signed in can link another account.')
  return current.userId
}

async function begin<T>(start: () => Promise<T>, provider: ReadyProvider): Promise<T> {
  try {
    return await start()
  } catch (error) {
    if (isAuthError(error)) throw error
    const type = provider.type === 'email' ? 'EmailSignInError' : 'OAuthSignInError'
    throw new AuthError(type, 'Signing in could not begin.', { cause: error, details: { provider: provider.id } })
  }
}

function mailed(provider: ReadyProvider, ctx: Context): Reply {
  const params = { provider: provider.id, type: provider.type }
  const { verifyRequest } = ctx.settings.pages
  const to = verifyRequest ? pageUrl(verifyRequest, ctx.origin, params) : ownUrl(ctx.base, '/verify-request', params)
  return asAsked({ kind: 'redirect', to }, ctx)
}
