import { AuthError } from '../base/errors.js'
import type { OAuthProvider, Provider } from '../providers/contract.js'
import { invalidOption } from './check.js'
import type { Environment } from './env.js'
import type { AuthOptions, Logger } from './options.js'
import type { ReadyProvider } from './settings.js'

const actions = new Set(['signin', 'signout', 'session', 'csrf', 'providers', 'callback', 'verify-request', 'error', 'new-user'])

/** Providers by id, with what the environment adds; each refused by name when it cannot work. */
export function readProviders(
  given: AuthOptions['providers'] | undefined,
  env: Environment,
  logger: Logger,
): ReadonlyMap<string, ReadyProvider> {
  if (!Array.isArray(given)) throw invalidOption('providers', given, 'a list of providers')
  const ready = new Map<string, ReadyProvider>()
  for (const [index, entry] of given.entries()) {
    const provider = readProvider(entry, index, env)
    if (ready.has(provider.id)) throw invalidOption(`providers[${index}].id`, provider.id, 'an id that no other provider has')
    ready.set(provider.id, provider)
  }
  if (ready.size === 0) logger.warn('NO_PROVIDERS', 'Option `providers` is empty: nobody can sign in.')
  return ready
}

function readProvider(entry: Provider | (() => Provider), index: number, env: Environment): ReadyProvider {
  const made = typeof entry === 'function' ? entry() : entry
  if (typeof made !== 'object' || made === null) throw invalidOption(`providers[${index}]`, made, 'a provider')
  const { options, ...base } = made
  const provider = merge(base, options ?? {}) as Provider
  refuseId(provider.id, index)
  const named = { ...provider, name: provider.name ?? provider.id }
  if (named.type === 'oauth' || named.type === 'oidc') return readOAuth(named, env)
  if (named.type === 'credentials') return readCredentials(named, env)
  if (named.type === 'email') return readEmail(named)
  throw invalidOption(`providers[${index}].type`, (named as { type?: unknown }).type, '"oauth", "oidc", "email" or "credentials"')
}

function refuseId(id: unknown, index: number): void {
  const good = typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id) && !id.includes('..') && !actions.has(id)
  if (!good || id in Object.prototype)
    throw invalidOption(`providers[${index}].id`, id, 'letters, digits, "-", "_" or ".", and not the name of a route')
}

function readOAuth(provider: OAuthProvider, env: Environment): OAuthProvider {
  const filled = fill(provider, {
    clientId: env.provider(provider.id, 'ID'),
    clientSecret: env.provider(provider.id, 'SECRET'),
    issuer: env.provider(provider.id, 'ISSUER'),
  })
  const variable = `AUTH_${provider.id.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
  if (!filled.clientId) throw missing(provider.id, 'clientId', `${variable}_ID`)
  if (filled.type === 'oidc' && !filled.issuer) throw missing(provider.id, 'issuer', `${variable}_ISSUER`)
  refuseChecks(filled)
  refuseInsecure(filled)
  return filled
}

function fill(provider: OAuthProvider, defaults: { [K in 'clientId' | 'clientSecret' | 'issuer']: string | undefined }): OAuthProvider {
  const filled = { ...provider }
  filled.clientId ??= defaults.clientId as string
  filled.clientSecret ??= defaults.clientSecret as string
  filled.issuer ??= defaults.issuer as string
  return filled
}

function missing(id: string, option: string, variable: string): AuthError {
  return new AuthError('InvalidOption', `Provider \`${id}\` has no \`${option}\`. Pass it, or set ${variable}.`)
}

/** RFC 9700 §2.1.1: leaving a check out is a decision that has to look like one. */
function refuseChecks(provider: OAuthProvider): void {
  const { checks } = provider
  if (!checks || provider.dangerouslySkipChecks) return
  const left = ['pkce', 'state'].filter((check) => !checks.includes(check as 'pkce'))
  if (checks.includes('none'))
    throw invalidOption(`${provider.id}.checks`, 'none', 'no such check, or `dangerouslySkipChecks: true` beside it')
  // v4 and v5 lists name one check; the others stay on.
  if (left.length > 0) (provider as { checks: readonly string[] }).checks = [...checks, ...left]
}

function refuseInsecure(provider: OAuthProvider): void {
  if (provider.dangerouslyAllowInsecureRequests) return
  const urls = [
    provider.issuer,
    provider.wellKnown,
    provider.jwks_endpoint,
    ...[provider.authorization, provider.token, provider.userinfo].map((e) => (typeof e === 'object' ? e.url : e)),
  ]
  const plain = urls.find((url) => url?.startsWith('http:'))
  if (plain)
    throw invalidOption(`${provider.id}`, plain, 'https URLs, or `dangerouslyAllowInsecureRequests: true` for a provider on this machine')
}

function readCredentials<P extends Extract<Provider, { type: 'credentials' }>>(provider: P, env: Environment): P {
  if (typeof provider.authorize !== 'function') throw invalidOption(`${provider.id}.authorize`, provider.authorize, 'a function')
  const completed = provider.complete?.((name) => env.provider(provider.id, name))
  return { ...provider, ...completed, credentials: provider.credentials ?? {} }
}

function readEmail<P extends Extract<Provider, { type: 'email' }>>(provider: P): P {
  if (typeof provider.sendVerificationRequest !== 'function')
    throw invalidOption(`${provider.id}.sendVerificationRequest`, provider.sendVerificationRequest, 'a function')
  return provider
}

/** The developer's values over the provider's, objects member by member. */
function merge(base: object, over: object): object {
  const merged: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined || key === '__proto__') continue
    const old = merged[key]
    merged[key] = isPlain(old) && isPlain(value) ? merge(old, value) : value
  }
  return merged
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}
