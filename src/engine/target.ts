import type { Context } from '../config/context.js'
import type { SafeUrl } from '../http/reply.js'
import { safeRedirect } from '../http/url.js'

/** Where a visitor goes next: what was asked for, else what the cookie remembers, else the site's front page; judged here, at use. */
export async function target(wanted: string | undefined, ctx: Context): Promise<SafeUrl> {
  const { settings, origin } = ctx
  const rule = { origin, basePath: settings.site.basePath, allowed: settings.site.allowedRedirects }
  const asked = wanted ?? ctx.cookies.get(ctx.names.callbackUrl.name)
  const home = safeRedirect('/', rule) as SafeUrl
  const url = await chosen(asked ?? origin, ctx)
  const safe = safeRedirect(url, rule)
  if (!safe && asked !== undefined)
    settings.logger.debug('A redirect target was refused: it is outside this site and not in `allowedRedirects`.')
  return safe ?? home
}

async function chosen(url: string, { settings, origin }: Context): Promise<unknown> {
  const { redirect } = settings.callbacks
  if (!redirect) return url
  try {
    return await redirect({ url, baseUrl: origin })
  } catch {
    settings.logger.warn('REDIRECT_CALLBACK', 'The `redirect` callback threw; the visitor goes to the front page.')
    return origin
  }
}

/** Keeps a target for the pages in between, when it is another one than is kept already. */
export function remember(wanted: string | undefined, ctx: Context): void {
  const rule = { origin: ctx.origin, basePath: ctx.settings.site.basePath, allowed: ctx.settings.site.allowedRedirects }
  const safe = safeRedirect(wanted, rule)
  const { name, options } = ctx.names.callbackUrl
  if (wanted !== undefined && safe && safe.length < 2048 && ctx.cookies.get(name) !== safe) ctx.jar.set(name, safe, options)
}
