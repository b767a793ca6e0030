import { AuthError } from '../base/errors.js'
import type { Context } from '../config/context.js'
import { seal, unseal } from '../crypto/seal.js'
import { type Reply, redirect } from '../http/reply.js'
import { matchesOrigin, passOnUrl } from '../http/url.js'
import type { OAuthProvider } from '../providers/contract.js'

const purpose = 'redirect-proxy'
/** As long as a transaction, in milliseconds. */
const lifetime = 15 * 60_000

/**
 * The base that is registered at the service, where it is not this deployment's own. Previews have addresses that nobody can register:
 * their visitors come back by the stable deployment, which shares the secret and hands the answer on.
 */
export function proxyOf(provider: OAuthProvider, ctx: Context): string | undefined {
  const proxy = (provider.redirectProxyUrl ?? ctx.settings.site.redirectProxyUrl)?.replace(/\/$/, '')
  return proxy === ctx.base ? undefined : proxy
}

/** The `state` with a note of whom it is for, sealed, so that the proxy believes nobody but deployments with its own secret. */
export async function addressed(state: string | undefined, proxy: string, provider: OAuthProvider, ctx: Context): Promise<string> {
  if (state === undefined)
    throw new AuthError(
      'InvalidOption',
      `Provider \`${provider.id}\`: \`redirectProxyUrl\` travels in the \`state\`, which \`checks\` leaves out.`,
    )
  const note = { purpose, bind: [provider.id, proxy], value: ctx.base, expires: ctx.now + lifetime }
  return `${state}.${await seal(ctx.settings.keyring, note)}`
}

/** The part of an answer's `state` that is this transaction's: all of it, where no note was sent along. */
export function ownState(state: string, provider: OAuthProvider, ctx: Context): string {
  const dot = proxyOf(provider, ctx) === undefined ? -1 : state.indexOf('.')
  return dot < 0 ? state : state.slice(0, dot)
}

/**
 * Hands an answer on to the deployment that asked. Its origin has to be in `allowedRedirects` here: whoever chose the host that a preview
 * believes in would otherwise choose where codes go.
 */
export async function passedOn(provider: OAuthProvider, ctx: Context): Promise<Reply | undefined> {
  const { state } = ctx.method === 'POST' ? ctx.fields : ctx.query
  const dot = state?.indexOf('.') ?? -1
  if (state === undefined || dot < 0) return undefined
  const { keyring, site } = ctx.settings
  const base = await unseal<string>(keyring, { purpose, bind: [provider.id, ctx.base], now: ctx.now }, state.slice(dot + 1))
  if (base === null || base === ctx.base) return undefined
  if (!site.allowedRedirects.some((pattern) => matchesOrigin(new URL(base), pattern))) {
    throw new AuthError('InvalidCheck', 'The answer is for a deployment whose origin is not in `allowedRedirects` of this one.', {
      details: { provider: provider.id },
    })
  }
  const query = ctx.method === 'POST' ? {} : ctx.query
  // A form goes on as a form: 307 keeps method and body (RFC 9110 §15.4.8).
  return redirect(passOnUrl(`${base}/callback/${provider.id}`, query), ctx.method === 'POST' ? 307 : undefined)
}
