import { AuthError } from '../base/errors.js'
import type { Context } from '../config/context.js'
import { equal } from '../crypto/compare.js'
import { mac, verifyMac } from '../crypto/mac.js'
import { randomToken } from '../crypto/random.js'
import { matchesOrigin } from '../http/url.js'
import type { Engine } from './engine.js'

/**
 * A signed double submit (OWASP CSRF Prevention): `<random>.<MAC over random and session>` in a cookie, and the same in the form.
 * It is bound to who is signed in, so one from before a sign-in, or of somebody else, is worth nothing after it.
 */
export async function csrfToken(ctx: Context, engine: Engine): Promise<string> {
  const { name, options } = ctx.names.csrfToken
  const kept = ctx.cookies.get(name)
  const binding = await engine.sessions.binding(ctx)
  if (kept !== undefined && (await isGenuine(kept, binding, ctx))) return kept
  const random = randomToken(16)
  const token = `${random}.${await mac(ctx.settings.keyring, 'csrf', text(random, binding, ctx))}`
  ctx.jar.set(name, token, options)
  return token
}

/** Throws unless the request proves, by where it comes from and by what it carries, that a page of this site made it. */
export async function guardAgainstForgery(ctx: Context, engine: Engine): Promise<void> {
  if (ctx.trusted) return
  checkOrigin(ctx)
  const submitted = ctx.fields.csrfToken
  const kept = ctx.cookies.get(ctx.names.csrfToken.name)
  const good =
    submitted !== undefined &&
    kept !== undefined &&
    equal(submitted, kept) &&
    (await isGenuine(kept, await engine.sessions.binding(ctx), ctx))
  if (!good)
    throw new AuthError(
      'MissingCSRF',
      'The request carries no CSRF token, or not the one of this browser and session. Fetch one from /csrf.',
    )
}

async function isGenuine(token: string, binding: string, ctx: Context): Promise<boolean> {
  const dot = token.indexOf('.')
  if (dot < 16 || token.length > 256) return false
  return verifyMac(ctx.settings.keyring, 'csrf', text(token.slice(0, dot), binding, ctx), token.slice(dot + 1))
}

function text(random: string, binding: string, ctx: Context): string {
  return JSON.stringify([random, binding, ctx.base])
}

/**
 * Where a request comes from, by what a page cannot forge: Fetch Metadata, else `Origin`, else `Referer`. A client that says nothing
 * at all is no browser of the last years, and is left to the token.
 */
function checkOrigin(ctx: Context): void {
  const { headers } = ctx.request
  const site = headers.get('sec-fetch-site')
  if (site === 'same-origin' || site === 'none') return
  const origin = headers.get('origin')
  if (site !== null) {
    if (!isAllowed(origin)) refuse()
    return
  }
  // A page under `no-referrer` posts with `Origin: null`; without Fetch Metadata beside it, that tells nothing.
  const said = origin !== null && origin !== 'null' ? origin : originOf(headers.get('referer'))
  if (said !== null && sameOrigin(said) !== ctx.origin && !isAllowed(said)) refuse()

  function isAllowed(from: string | null): boolean {
    const url = from === null ? null : parse(from)
    return url !== null && ctx.settings.site.allowedOrigins.some((pattern) => matchesOrigin(url, pattern))
  }
}

function refuse(): never {
  throw new AuthError('CrossSiteRequest', 'A page of another site sent this request. If that site is yours, list it in `allowedOrigins`.')
}

function sameOrigin(said: string): string | undefined {
  return parse(said)?.origin
}

function originOf(referer: string | null): string | null {
  return referer ? (parse(referer)?.origin ?? 'null') : null
}

function parse(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}
