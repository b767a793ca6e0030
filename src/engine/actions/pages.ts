import type { Session } from '../../base/types.js'
import type { Context } from '../../config/context.js'
import type { ReadyProvider } from '../../config/settings.js'
import { randomToken } from '../../crypto/random.js'
import { type Reply, redirect, type SafeUrl } from '../../http/reply.js'
import { ownUrl, pageUrl, safeRedirect } from '../../http/url.js'
import type { Page, SignInChoice } from '../../pages/render.js'
import type { CredentialInput } from '../../providers/contract.js'
import type { Landing } from '../../signin/contract.js'
import type { Engine } from '../engine.js'
import { csrfToken } from '../guard.js'
import { remember, target } from '../target.js'

/** `GET /signin` and `/signin/:provider`: a page with every way in, or with one; nothing begins here. */
export async function showSignIn(ctx: Context, engine: Engine, only: string | undefined): Promise<Reply> {
  const { settings } = engine
  const { callbackUrl, error, code, email } = ctx.query
  remember(callbackUrl, ctx)
  const own = settings.pages.signIn
  if (own) {
    const safe = callbackUrl === undefined ? undefined : await target(callbackUrl, ctx)
    return redirect(pageUrl(own, ctx.origin, { callbackUrl: safe, error, code }))
  }
  const providers = [...settings.providers.values()].filter((provider) => only === undefined || provider.id === only)
  const shared = { csrfToken: await csrfToken(ctx, engine), callbackUrl: await target(callbackUrl, ctx) }
  const choices = providers.flatMap((provider) => choiceOf(provider, ctx))
  const said = {
    ...(error === undefined ? {} : { error }),
    ...(code === undefined ? {} : { code }),
    ...(email === undefined ? {} : { email }),
  }
  return page({ page: 'signin', providers: choices, ...shared, ...said }, ctx)
}

function choiceOf(provider: ReadyProvider, ctx: Context): SignInChoice[] {
  const { id, name, style } = provider
  if (provider.type === 'email') return [{ kind: 'email', id, name, action: `${ctx.base}/signin/${id}` }]
  if (provider.type !== 'credentials')
    return [{ kind: 'button', id, name, action: `${ctx.base}/signin/${id}`, ...(style ? { style } : {}) }]
  const fields = Object.entries(provider.credentials as Readonly<Record<string, CredentialInput>>).map(([field, input]) => ({
    ...input,
    name: field,
    label: input.label ?? field,
    type: input.type ?? 'text',
    required: input.required ?? true,
  }))
  // Without declared fields there is nothing to show: the application has a form of its own.
  return fields.length === 0 ? [] : [{ kind: 'credentials', id, name, action: `${ctx.base}/callback/${id}`, fields }]
}

/** `GET /signout`: asks; only its POST ends anything. */
export async function showSignOut(ctx: Context, engine: Engine): Promise<Reply> {
  const { callbackUrl, error } = ctx.query
  remember(callbackUrl, ctx)
  const own = engine.settings.pages.signOut
  if (own)
    return redirect(
      pageUrl(own, ctx.origin, { callbackUrl: callbackUrl === undefined ? undefined : await target(callbackUrl, ctx), error }),
    )
  const shared = { csrfToken: await csrfToken(ctx, engine), callbackUrl: await target(callbackUrl, ctx) }
  return page({ page: 'signout', action: `${ctx.base}/signout`, ...shared }, ctx)
}

/** `GET /verify-request`: check your mail. */
export async function showVerifyRequest(ctx: Context, { settings }: Engine): Promise<Reply> {
  const own = settings.pages.verifyRequest
  return own ? redirect(pageUrl(own, ctx.origin)) : page({ page: 'verify-request' }, ctx)
}

/** `GET /error`: a sentence for a known code. */
export async function showError(ctx: Context, { settings }: Engine): Promise<Reply> {
  const { error } = ctx.query
  const own = settings.pages.error
  if (own) return redirect(pageUrl(own, ctx.origin, { error }))
  return page({ page: 'error', signInUrl: ownUrl(ctx.base, '/signin'), ...(error === undefined ? {} : { error }) }, ctx)
}

/** `GET /new-user`: a welcome, for applications without a page of their own. */
export async function showNewUser(ctx: Context, engine: Engine): Promise<Reply> {
  const current = await engine.sessions.read(ctx)
  // The application's `session` callback may have answered with nothing.
  const name = (current?.session as Session | null | undefined)?.user?.name
  return page({ page: 'new-user', continueUrl: await target(ctx.query.callbackUrl, ctx), ...(name ? { name } : {}) }, ctx)
}

/** What a mailed link opens: a button, pressed by the visitor, or by the page itself in the browser that asked for the link. */
export async function showConfirm(
  provider: ReadyProvider,
  { fields, maskedEmail, sameBrowser }: Landing,
  ctx: Context,
  engine: Engine,
): Promise<Reply> {
  const rule = { origin: ctx.origin, basePath: ctx.settings.site.basePath, allowed: ctx.settings.site.allowedRedirects }
  const { callbackUrl, ...rest } = fields
  const safe = safeRedirect(callbackUrl, rule)
  const action = `${ctx.base}/callback/${provider.id}`
  const shown: Page = {
    page: 'confirm',
    action,
    csrfToken: await csrfToken(ctx, engine),
    fields: { ...rest, ...(safe ? { callbackUrl: safe } : {}) },
    maskedEmail,
    sameBrowser,
  }
  return page(shown, ctx)
}

/** From the built-in page to a provider, by a page in between; see `LeavingPage`. */
export function showLeaving(provider: string, to: SafeUrl, ctx: Context): Promise<Reply> {
  return page({ page: 'leaving', provider, to }, ctx)
}

async function page(shown: Page, ctx: Context): Promise<Reply> {
  const { renderPage } = await import('../../pages/render.js')
  const look = {
    theme: ctx.settings.theme,
    siteName: new URL(ctx.origin).host,
    nonce: randomToken(16),
    basePath: ctx.settings.site.basePath,
  }
  return { kind: 'html', ...renderPage(shown, look) }
}
