import { type AuthError, failureOf } from '../base/errors.js'
import type { Context } from '../config/context.js'
import { json, type Reply, type SafeUrl } from '../http/reply.js'
import { ownUrl, pageUrl, safeRedirect } from '../http/url.js'
import type { Engine } from './engine.js'

/** What a visitor (or a script of the page) is told of a failure: a stable code and nothing of the developer's. */
export function explain(error: AuthError, ctx: Context | undefined, engine: Engine): Reply {
  const [status, page, shown] = failureOf(error)
  if (!ctx || page === 'none' || answersInData(ctx)) return json({ error: shown }, status)
  const to = errorUrl(error, ctx, engine)
  if (wantsJson(ctx)) return json({ url: to }, ctx.fields.json === 'true' || status >= 400 ? status : 200)
  return { kind: 'redirect', to }
}

/** Whether a script asked: it follows the URL itself. `json=true` of v3 and v4, the header of v5. */
export function wantsJson(ctx: Context): boolean {
  return ctx.fields.json === 'true' || ctx.request.headers.has('x-auth-return-redirect')
}

/** A redirect, or for a script its target. */
export function asAsked(reply: Reply, ctx: Context): Reply {
  return reply.kind === 'redirect' && wantsJson(ctx) ? json({ url: reply.to }) : reply
}

/** Routes that always speak JSON. */
function answersInData(ctx: Context): boolean {
  const { pathname } = new URL(ctx.request.url)
  return /\/(session|csrf|providers)\/?$/.test(pathname)
}

function errorUrl(error: AuthError, ctx: Context, { settings }: Engine): SafeUrl {
  const params = { error: error.shown, code: error.type === 'CredentialsSignin' ? codeOf(error) : undefined, ...callbackOf(ctx) }
  const { signIn, error: own } = settings.pages
  if (error.kind === 'signIn') return signIn ? pageUrl(signIn, ctx.origin, params) : ownUrl(ctx.base, '/signin', params)
  return own ? pageUrl(own, ctx.origin, { error: error.shown }) : ownUrl(ctx.base, '/error', { error: error.shown })
}

/** Where the visitor wanted to go survives a failed attempt. Judged here too: a sign-in page of the application's may trust what we hand it. */
function callbackOf(ctx: Context): { callbackUrl?: string } {
  const { basePath, allowedRedirects: allowed } = ctx.settings.site
  const callbackUrl = safeRedirect(ctx.fields.callbackUrl, { origin: ctx.origin, basePath, allowed })
  return callbackUrl && callbackUrl.length < 2048 ? { callbackUrl } : {}
}

/** `code` of a developer's own `CredentialsSignin`: a word, never a sentence. */
function codeOf(error: AuthError): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(code) ? code : 'credentials'
}
