import { customFetchOf } from '../base/custom-fetch.js'
import type { EmailProvider, OAuth1Provider, OAuthProvider, Provider } from '../providers/contract.js'
import { addresses, atIssuer, needsIssuer } from './at-issuer.js'
import { invalidOption, missingOption, refuseDeployment, refuseTimeout } from './check.js'
import { isAgent } from './earlier-agent.js'
import { inTodaysWords } from './earlier-keys.js'
import { isOAuth1, namesInTodaysWords } from './earlier-oauth1-keys.js'
import type { Environment } from './env.js'
import { readOAuth1 } from './oauth1.js'
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
    const provider = readProvider(entry, index, env, logger)
    if (ready.has(provider.id)) throw invalidOption(`providers[${index}].id`, provider.id, 'an id that no other provider has')
    ready.set(provider.id, provider)
  }
  if (ready.size === 0) logger.warn('NO_PROVIDERS', 'Option `providers` is empty: nobody can sign in.')
  return ready
}

function readProvider(entry: Provider | (() => Provider), index: number, env: Environment, logger: Logger): ReadyProvider {
  const made = typeof entry === 'function' ? make(entry, env) : entry
  if (typeof made !== 'object' || made === null) throw invalidOption(`providers[${index}]`, made, 'a provider')
  const { options = {}, ...base } = made
  // Before they are merged: what the developer says by an earlier name is said over what our entry has by today's.
  const said = isOAuth1(made) ? namesInTodaysWords(options as Partial<OAuth1Provider>) : inTodaysWords(options as Partial<OAuthProvider>)
  const ownFetch = customFetchOf(options) ?? customFetchOf(made)
  const provider = { ...(ownFetch ? { fetch: ownFetch } : {}), ...merge(base, said) } as Provider
  refuseId(provider.id, index)
  const named = { ...provider, name: provider.name ?? provider.id }
  if (isOAuth1(named)) return readOAuth1(named, env)
  if (named.type === 'oauth' || named.type === 'oidc') return readOAuth(named, env, logger)
  if (named.type === 'credentials') return readCredentials(named, env)
  if (named.type === 'email') return readEmail(named, env)
  throw invalidOption(`providers[${index}].type`, (named as { type?: unknown }).type, '"oauth", "oauth1", "oidc", "email" or "credentials"')
}

/** A bare function gets the issuer that the environment has for it: some complete it, or find their addresses by it. */
function make(entry: (options?: { issuer: string }) => Provider, env: Environment): Provider {
  const made = entry()
  const issuer = typeof made?.id === 'string' ? env.provider(made.id, 'ISSUER') : undefined
  return issuer === undefined ? made : entry({ issuer })
}

function refuseId(id: unknown, index: number): void {
  const good = typeof id === 'string' && /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(id) && !id.includes('..') && !actions.has(id)
  if (!good || id in Object.prototype)
    throw invalidOption(`providers[${index}].id`, id, 'letters, digits, "-", "_" or ".", and not the name of a route')
}

function readOAuth(provider: OAuthProvider, env: Environment, logger: Logger): OAuthProvider {
  // After the environment: an issuer from there counts as well.
  const filled = inTodaysWords(fill(provider, env))
  if (!filled.clientId) throw missingOption(provider.id, 'clientId', 'ID')
  const isNowhere = needsIssuer(filled) || (filled.type === 'oidc' && !filled.wellKnown)
  if (isNowhere && !filled.issuer) throw missingOption(provider.id, 'issuer', 'ISSUER')
  const found = atIssuer(filled)
  refuseInsecure(found, addresses(found))
  refuseTimeout(found)
  refuseDeployment(`${found.id}.redirectProxyUrl`, found.redirectProxyUrl)
  if (filled.httpOptions?.agent && !isAgent(filled.httpOptions.agent))
    logger.warn(
      'AGENT_UNUSED',
      `Provider \`${filled.id}\`: \`httpOptions.agent\` is no agent of Node.js. Pass a \`fetch\` that uses what it is.`,
    )
  return { ...found, ...keepChecks(found, logger) }
}

function fill(provider: OAuthProvider, env: Environment): OAuthProvider {
  const filled = { ...provider }
  filled.clientId ??= env.provider(provider.id, 'ID') as string
  filled.clientSecret ??= env.provider(provider.id, 'SECRET') as string
  filled.issuer ??= env.provider(provider.id, 'ISSUER') as string
  return filled
}

/** RFC 9700 §2.1.1: lists of v3 to v5 name one check or none; the others stay on, unless leaving them out looks like the decision it is. */
function keepChecks({ id, checks, dangerouslySkipChecks }: OAuthProvider, logger: Logger): Pick<OAuthProvider, 'checks'> {
  if (!checks || dangerouslySkipChecks) return {}
  if (checks.includes('none'))
    logger.warn('CHECKS_STAY_ON', `Provider \`${id}\`: \`checks: ['none']\` leaves nothing out without \`dangerouslySkipChecks: true\`.`)
  return { checks: [...new Set([...checks.filter((check) => check !== 'none'), 'pkce' as const, 'state' as const])] }
}

function refuseInsecure(provider: OAuthProvider | EmailProvider, urls: readonly (string | undefined)[]): void {
  if (provider.dangerouslyAllowInsecureRequests) return
  const plain = urls.find((url) => /^http:/i.test(url ?? ''))
  if (plain)
    throw invalidOption(`${provider.id}`, plain, 'https URLs, or `dangerouslyAllowInsecureRequests: true` for a provider on this machine')
}

function readCredentials<P extends Extract<Provider, { type: 'credentials' }>>(provider: P, env: Environment): P {
  if (typeof provider.authorize !== 'function') throw invalidOption(`${provider.id}.authorize`, provider.authorize, 'a function')
  const completed = provider.complete?.((name) => env.provider(provider.id, name))
  return { ...provider, ...completed, credentials: provider.credentials ?? {} }
}

function readEmail(provider: EmailProvider, env: Environment): EmailProvider {
  if (typeof provider.sendVerificationRequest !== 'function')
    throw invalidOption(`${provider.id}.sendVerificationRequest`, provider.sendVerificationRequest, 'a function')
  const filled: EmailProvider & Record<string, unknown> = { ...provider }
  for (const [option, name] of Object.entries(mailVariables)) filled[option] ??= env.provider(provider.id, name)
  const lacking = provider.requires?.find((option) => !filled[option])
  if (lacking) throw missingOption(provider.id, lacking, mailVariables[lacking])
  refuseInsecure(filled, [filled.baseUrl])
  return filled
}

const mailVariables: Readonly<Record<string, 'KEY' | 'FROM'>> = { apiKey: 'KEY', from: 'FROM' }

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
