import { AuthError, isAuthError } from '../base/errors.js'
import type { User } from '../base/types.js'
import type { Context } from '../config/context.js'
import type { Settings } from '../config/settings.js'
import { macs } from '../crypto/mac.js'
import { randomToken } from '../crypto/random.js'
import { seal, unseal } from '../crypto/seal.js'
import { safeRedirect } from '../http/url.js'
import { outbound } from '../oauth/outbound.js'
import type { EmailProvider } from '../providers/contract.js'
import { canonicalAddress, maskAddress } from './address.js'
import type { Begun, Identity, Landing, Method } from './contract.js'
import { permit } from './permit.js'

const day = 86_400
/** Mails to one address in a quarter of an hour; more look accepted and are not sent. */
const mailsPerWindow = 5
const windowSeconds = 900
const marker = 'mail'

type Adapter = NonNullable<Settings['adapter']>

/** A link by mail: hashed, single-use, consumed by the POST that the landing page makes. */
export function email(): Method<EmailProvider> {
  return {
    needs: { adapter: ['createVerificationToken', 'useVerificationToken', 'getUserByEmail'], csrfOnReturn: true, returns: ['POST'] },
    begin,
    landing,
    finish,
  }
}

async function begin(provider: EmailProvider, ctx: Context): Promise<Begun> {
  const identifier = identify(provider, ctx.fields.email)
  const adapter = storeOf(ctx)
  const found = await adapter.getUserByEmail?.(identifier)
  // A store that compares loosely may answer with a neighbour.
  const known = found?.email?.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) === identifier ? found : null
  // An id that is nobody's: a callback that looks its user up must not look for `undefined`.
  const user = known ?? { id: randomToken(16), email: identifier, emailVerified: null }
  const account = { provider: provider.id, type: 'email' as const, providerAccountId: identifier, userId: user.id }
  const elsewhere = await permit({ user, account, email: { verificationRequest: true } }, ctx)
  if (elsewhere) return { kind: 'reply', reply: { kind: 'redirect', to: elsewhere } }
  await rememberBrowser(identifier, provider, ctx)
  if (await mayBeMailed(identifier, adapter)) await sendLink(provider, identifier, known?.email ?? identifier, ctx)
  else ctx.settings.logger.warn('MAIL_LIMIT', 'An address asked for too many links; no mail was sent.')
  return { kind: 'mailed', provider: provider.id }
}

function identify(provider: EmailProvider, typed: string | undefined): string {
  const address = canonicalAddress(typed)
  if (!provider.normalizeIdentifier) return address
  try {
    // What a developer makes of it is checked like what a visitor typed.
    return canonicalAddress(provider.normalizeIdentifier(address))
  } catch (error) {
    throw isAuthError(error) ? error : new AuthError('InvalidEmail', '`normalizeIdentifier` refused.', { cause: error })
  }
}

function storeOf(ctx: Context): Adapter {
  if (!ctx.settings.adapter) throw new AuthError('MissingAdapter', 'Signing in by mail needs a `database` or an `adapter`.')
  return ctx.settings.adapter
}

async function mayBeMailed(identifier: string, adapter: Adapter): Promise<boolean> {
  const attempt = await adapter.countAttempt?.({ key: `mail:${identifier}`, windowSeconds })
  return !attempt || attempt.count <= mailsPerWindow
}

/** The row first, then the mail: a link that arrives always works. A mail that fails leaves no row. */
async function sendLink(provider: EmailProvider, identifier: string, to: string, ctx: Context): Promise<void> {
  const adapter = storeOf(ctx)
  const token = (await provider.generateVerificationToken?.()) ?? randomToken()
  const expires = new Date(ctx.now + (provider.maxAge ?? day) * 1000)
  const [hash] = await macs(ctx.settings.keyring, 'email-link', tokenText(provider, identifier, token))
  if (!hash) throw new AuthError('MissingSecret', 'There is no secret to hash the link with.')
  await adapter.createVerificationToken?.({ identifier, token: hash, expires })
  try {
    await provider.sendVerificationRequest({
      identifier: to,
      url: linkUrl(provider, identifier, token, ctx),
      baseUrl: ctx.origin,
      expires,
      provider,
      token,
      theme: ctx.settings.theme,
      request: ctx.request,
      fetch: outbound({ fetch: ctx.settings.fetch, insecure: provider.dangerouslyAllowInsecureRequests === true }),
    })
  } catch (error) {
    await adapter.useVerificationToken?.({ identifier, token: hash })
    throw new AuthError('EmailSignInError', 'The mail was not sent: the cause says why. Check how the provider is set up.', {
      cause: error,
      details: { provider: provider.id },
    })
  }
}

function tokenText(provider: EmailProvider, identifier: string, token: string): string {
  return JSON.stringify([provider.id, identifier, token])
}

function linkUrl(provider: EmailProvider, identifier: string, token: string, ctx: Context): string {
  const url = new URL(`${ctx.base}/callback/${provider.id}`)
  const rule = { origin: ctx.origin, basePath: ctx.settings.site.basePath, allowed: ctx.settings.site.allowedRedirects }
  const callbackUrl = safeRedirect(ctx.fields.callbackUrl, rule)
  if (callbackUrl) url.searchParams.set('callbackUrl', callbackUrl)
  url.searchParams.set('token', token)
  url.searchParams.set('email', identifier)
  return url.href
}

/** A sealed note in this browser, so that its owner need not confirm twice. */
async function rememberBrowser(identifier: string, provider: EmailProvider, ctx: Context): Promise<void> {
  const { name, options } = ctx.names.transaction
  const seconds = provider.maxAge ?? day
  const value = await seal(ctx.settings.keyring, {
    purpose: 'email-request',
    bind: [name, ctx.base, provider.id],
    value: identifier,
    expires: ctx.now + seconds * 1000,
  })
  ctx.jar.set(name + marker, value, options, seconds)
}

async function landing(provider: EmailProvider, ctx: Context): Promise<Landing> {
  const { token, email: address } = ctx.query
  if (!token || !address || token.length > 1024) throw new AuthError('Verification', 'The link has no token or no address.')
  const identifier = identify(provider, address)
  const { name } = ctx.names.transaction
  const bind = [name, ctx.base, provider.id]
  const note = await unseal<string>(
    ctx.settings.keyring,
    { purpose: 'email-request', bind, now: ctx.now },
    ctx.cookies.get(name + marker) ?? '',
  )
  const fields = { token, email: address, ...(ctx.query.callbackUrl ? { callbackUrl: ctx.query.callbackUrl } : {}) }
  return { fields, maskedEmail: maskAddress(identifier), sameBrowser: note === identifier }
}

async function finish(provider: EmailProvider, ctx: Context): Promise<Identity> {
  const identifier = identify(provider, ctx.fields.email)
  await consume(provider, identifier, ctx)
  const { name, options } = ctx.names.transaction
  if (ctx.cookies.get(name + marker)) ctx.jar.clear(name + marker, options)
  return {
    provider: provider.id,
    type: 'email',
    providerAccountId: identifier,
    // Their id is made when they are stored.
    user: { email: identifier } as User,
    emailVerified: true,
    account: { provider: provider.id, type: 'email', providerAccountId: identifier },
    amr: ['email'],
    authTime: Math.floor(ctx.now / 1000),
    callbackUrl: ctx.fields.callbackUrl,
    linkByEmail: false,
  }
}

/** One atomic verb per secret in use; the answer is compared again, whatever the store looked at. */
async function consume(provider: EmailProvider, identifier: string, ctx: Context): Promise<void> {
  const { token } = ctx.fields
  if (!token || token.length > 1024) throw new AuthError('Verification', 'The form has no token.')
  const adapter = storeOf(ctx)
  for (const hash of await macs(ctx.settings.keyring, 'email-link', tokenText(provider, identifier, token))) {
    const row = await adapter.useVerificationToken?.({ identifier, token: hash })
    if (!row || row.identifier !== identifier || (row.token !== undefined && row.token !== hash)) continue
    if (new Date(row.expires).getTime() > ctx.now) return
    throw new AuthError('Verification', 'The link has expired.')
  }
  throw new AuthError('Verification', 'The link is unknown: it was used before, replaced, or never sent.')
}
