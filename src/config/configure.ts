import type { Adapter } from '../adapters/contract.js'
import { foreign } from '../adapters/foreign.js'
import { onDemand } from '../adapters/on-demand.js'
import { AuthError } from '../base/errors.js'
import type { Theme } from '../base/types.js'
import { until } from '../base/until.js'
import { createKeyring } from '../crypto/keys.js'
import { readCallbacks } from './callbacks.js'
import { checkOptions, invalidOption, refuseDeployment } from './check.js'
import { cookieSet } from './cookie-set.js'
import { type Environment, readEnvironment } from './env.js'
import { createLogger } from './logger.js'
import type { AuthOptions, Logger, PagesOptions } from './options.js'
import { readProviders } from './providers.js'
import { readSecrets } from './secret.js'
import type { Settings, Site } from './settings.js'

const day = 86_400
/** RFC 6265bis §5.5: no cookie lives longer. */
const longest = 400 * day
const defaultBasePath = '/api/auth'
/** Above what a provider may take for its four answers of 10 s each, below what the patience of people and platforms allows. */
const deadline = 60_000

/** Normalises and refuses once, at start. A `database` becomes an adapter that opens when it is first needed. */
// biome-ignore lint/suspicious/noExplicitAny: what callbacks return is the developer's; it is used as they typed it
export function configure(options: AuthOptions<any, any>, env: Environment = readEnvironment()): Settings {
  const logger = createLogger(options.logger, options.debug)
  if (typeof options !== 'object' || options === null) throw invalidOption('options', options, 'an object')
  checkOptions(options, logger)
  const secrets = readSecrets(options, env, logger)
  const site = readSite(options, env)
  const adapter = options.adapter ? foreign(options.adapter, logger.warn) : options.database ? onDemand(options.database) : undefined
  const session = readSession(options, adapter, logger)
  const providers = readProviders(options.providers, env, logger)
  refuseMissingVerbs(session.strategy, [...providers.values()], adapter)
  return {
    providers,
    keyring: createKeyring(secrets),
    secrets,
    adapter,
    session,
    jwt: { ...options.jwt, encryption: options.jwt?.encryption ?? false, maxAge: options.jwt?.maxAge ?? session.maxAge },
    ...readCallbacks(options),
    pages: readPages(options.pages, site),
    theme: readTheme(options.theme),
    site,
    cookies: { plain: cookieSet(false, options.cookies), secure: cookieSet(true, options.cookies) },
    logger,
    debug: options.debug ?? false,
    development: env.development,
    fetch: options.fetch ?? ((...call) => globalThis.fetch(...call)),
    clock: options.clock ?? Date.now,
    deadline,
  }
}

function readSite(options: AuthOptions, env: Environment): Site {
  refuseDeployment('AUTH_REDIRECT_PROXY_URL', env.redirectProxyUrl)
  const url = options.url ?? env.url
  const parsed = url === undefined ? undefined : readUrl(url)
  const path = parsed && parsed.pathname !== '/' ? parsed.pathname.replace(/\/$/, '') : undefined
  return {
    origin: parsed?.origin,
    basePath: options.basePath ?? path ?? defaultBasePath,
    allowedHosts: options.allowedHosts ?? [],
    trustHost: options.trustHost ?? env.trustHost,
    allowedRedirects: options.allowedRedirects ?? [],
    redirectProxyUrl: options.redirectProxyUrl ?? env.redirectProxyUrl,
    allowedOrigins: options.allowedOrigins ?? [],
    useSecureCookies: options.useSecureCookies,
  }
}

/** `app.example` means https, as it did before. */
function readUrl(url: string): URL {
  try {
    const parsed = new URL(/^https?:\/\//.test(url) ? url : `https://${url}`)
    if (!parsed.username && !parsed.password && !parsed.search && !parsed.hash) return parsed
  } catch {
    // Falls through to the one sentence below.
  }
  throw invalidOption('url (AUTH_URL, NEXTAUTH_URL)', url, 'an http(s) URL without user, query or fragment')
}

function readSession(options: AuthOptions, adapter: Adapter | undefined, logger: Logger): Settings['session'] {
  const { session = {} } = options
  const legacy = (session as { jwt?: boolean }).jwt
  const strategy = session.strategy ?? (legacy === undefined ? (adapter ? 'database' : 'jwt') : legacy ? 'jwt' : 'database')
  const maxAge = session.maxAge ?? 30 * day
  if (maxAge > longest)
    logger.warn('SESSION_TOO_LONG', 'No browser keeps a cookie for more than 400 days: `session.maxAge` is cut to that.')
  const lifetime = Math.min((strategy === 'jwt' && options.jwt?.maxAge) || maxAge, longest)
  if (session.updateAge !== undefined && session.updateAge >= lifetime)
    logger.warn('SESSION_NOT_PROLONGED', 'Option `session.updateAge` is not below `maxAge`: no visit prolongs a session.')
  if (strategy === 'database' && session.absoluteMaxAge !== undefined && adapter && !adapter.sweep)
    logger.warn('NO_ABSOLUTE_END', 'The adapter has no column for when a session began: `session.absoluteMaxAge` ends none.')
  return {
    strategy,
    maxAge: Math.min(maxAge, longest),
    updateAge: session.updateAge ?? Math.min(day, lifetime / 30),
    absoluteMaxAge: Math.max(session.absoluteMaxAge ?? 90 * day, session.absoluteMaxAge === undefined ? maxAge : 0),
    generateSessionToken: session.generateSessionToken,
    earlierUntil: until(session.earlierUntil),
  }
}

const sessionVerbs = ['getSessionAndUser', 'createSession', 'updateSession', 'deleteSession'] as const
const userVerbs = ['createUser', 'getUser', 'getUserByEmail', 'getUserByAccount', 'updateUser', 'linkAccount'] as const
const mailVerbs = ['createVerificationToken', 'useVerificationToken', 'getUserByEmail'] as const

function refuseMissingVerbs(
  strategy: string,
  providers: readonly { readonly type: string; readonly id: string }[],
  adapter: Adapter | undefined,
): void {
  const mail = providers.find((provider) => provider.type === 'email')
  if (!adapter) {
    if (strategy === 'database')
      throw new AuthError(
        'MissingAdapter',
        'Option `session.strategy` is "database", but there is no `database` and no `adapter` to keep sessions in.',
      )
    if (mail)
      throw new AuthError(
        'MissingAdapter',
        `Provider \`${mail.id}\` signs in by mail, which needs a \`database\` or an \`adapter\` to keep its tokens in.`,
      )
    return
  }
  const needed = [...userVerbs, ...(strategy === 'database' ? sessionVerbs : []), ...(mail ? mailVerbs : [])]
  const missing = needed.filter((verb) => typeof adapter[verb] !== 'function')
  if (missing.length > 0) throw new AuthError('MissingAdapterMethods', `The adapter lacks: ${[...new Set(missing)].join(', ')}.`)
}

const builtIn = { signIn: '/signin', signOut: '/signout', error: '/error', verifyRequest: '/verify-request', newUser: '/new-user' } as const

/** A page that is the built-in one by its address is no other page, or it would lead to itself. */
function readPages(pages: PagesOptions = {}, { origin, basePath }: Site): PagesOptions {
  const own = new URL(basePath, origin ?? 'http://own.invalid')
  const isBuiltIn = (name: string, page: string): boolean => {
    const url = new URL(page, own)
    return url.origin === own.origin && url.pathname.replace(/\/$/, '') === basePath + builtIn[name as keyof typeof builtIn]
  }
  return Object.fromEntries(Object.entries(pages).filter(([name, page]) => page === undefined || !isBuiltIn(name, page)))
}

function readTheme(theme: AuthOptions['theme']): Theme {
  return typeof theme === 'string' ? { colorScheme: theme } : (theme ?? {})
}
