import { AuthError } from '../base/errors.js'
import { providerVariable } from '../base/provider-variable.js'
import type { Logger } from './options.js'

export type Test = readonly [expected: string, holds: (value: unknown) => boolean]

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
const flag: Test = ['true or false', (value) => typeof value === 'boolean']
const seconds: Test = ['a number of seconds above 0', (value) => typeof value === 'number' && Number.isFinite(value) && value > 0]
const secondsOrZero: Test = ['a number of seconds, 0 or more', (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0]
const object: Test = ['an object', isObject]
const fn: Test = ['a function', (value) => typeof value === 'function']
const texts: Test = ['a list of texts', (value) => Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '')]
const secret: Test = ['text, or a list of texts', (value) => typeof value === 'string' || texts[1](value)]
const path: Test = [
  'a path that begins with "/" and does not end with it',
  (value) => typeof value === 'string' && /^(\/[A-Za-z0-9._~-]+)+$/.test(value),
]
const page: Test = ['a path or an http(s) URL', (value) => typeof value === 'string' && /^(\/(?![/\\])|https?:\/\/)/.test(value)]
const strategy: Test = ['"jwt" or "database"', (value) => value === 'jwt' || value === 'database']
const deployment: Test = ['an http(s) URL', (value) => typeof value === 'string' && /^https?:\/\/[^\s?#]+$/.test(value)]
const date: Test = [
  'a date, its ISO text, or false',
  (value) => value === false || ((typeof value === 'string' || value instanceof Date) && new Date(value).getTime() > 0),
]
const key: Test = ['a JSON Web Key, or its JSON', (value) => isObject(value) || (typeof value === 'string' && value.startsWith('{'))]
const any: Test = ['anything', () => true]

/** Every option by its path; what a value must be. */
export const options: Readonly<Record<string, Test>> = {
  providers: ['a list of providers', Array.isArray],
  secret,
  dangerouslyAllowWeakSecret: flag,
  database: [
    'a URL such as "sqlite:./auth.db", options or a client',
    (value) => (typeof value === 'string' && /^[a-z+]+:/i.test(value)) || (typeof value === 'object' && value !== null),
  ],
  adapter: object,
  session: object,
  'session.strategy': strategy,
  'session.jwt': flag,
  'session.maxAge': seconds,
  'session.updateAge': secondsOrZero,
  'session.absoluteMaxAge': seconds,
  'session.generateSessionToken': fn,
  'session.earlierUntil': date,
  jwt: object,
  'jwt.encryption': flag,
  'jwt.maxAge': seconds,
  'jwt.secret': secret,
  'jwt.encode': fn,
  'jwt.decode': fn,
  'jwt.signingKey': key,
  'jwt.verificationKey': key,
  'jwt.encryptionKey': key,
  'jwt.decryptionKey': key,
  callbacks: object,
  'callbacks.signIn': fn,
  'callbacks.redirect': fn,
  'callbacks.jwt': fn,
  'callbacks.session': fn,
  'callbacks.authorized': fn,
  events: object,
  'events.signIn': fn,
  'events.signOut': fn,
  'events.createUser': fn,
  'events.updateUser': fn,
  'events.linkAccount': fn,
  'events.session': fn,
  pages: object,
  'pages.signIn': page,
  'pages.signOut': page,
  'pages.error': page,
  'pages.verifyRequest': page,
  'pages.newUser': page,
  theme: ['"auto", "light", "dark" or an object', (value) => isObject(value) || ['auto', 'light', 'dark'].includes(value as string)],
  cookies: object,
  useSecureCookies: flag,
  url: ['an http(s) URL', (value) => typeof value === 'string' && /^https?:\/\/[^\s]+$/.test(value)],
  basePath: path,
  allowedHosts: texts,
  trustHost: flag,
  allowedRedirects: [
    'a list of origins',
    (value) => texts[1](value) && (value as string[]).every((item) => /^https?:\/\/[^/\s@]+$/.test(item)),
  ],
  redirectProxyUrl: deployment,
  allowedOrigins: [
    'a list of origins',
    (value) => texts[1](value) && (value as string[]).every((item) => /^https?:\/\/[^/\s@]+$/.test(item)),
  ],
  debug: flag,
  logger: object,
  fetch: fn,
  clock: fn,
}

/** Accepted without a meaning of their own, so that configurations of v4 and v5 start. */
export const tolerated: readonly string[] = ['experimental', 'skipCSRFCheck', 'raw', 'defaultCallbackUrl']
/** Options whose members are options. */
export const nested: readonly string[] = ['session', 'jwt', 'callbacks', 'events', 'pages']
/** A misspelt one of these would silently leave something open. */
export const careful: RegExp = /secret|trust|host|csrf|cookie|allow|secure|strategy|encryption|age$/i

/** Refuses what cannot be meant, by name, with what was given and what is expected. */
export function checkOptions(given: object, logger: Logger): void {
  checkLevel('', given, logger)
}

function checkLevel(prefix: string, level: object, logger: Logger): void {
  for (const [key, value] of Object.entries(level)) {
    const name = prefix + key
    const test = Object.hasOwn(options, name) ? options[name] : tolerated.includes(name) ? any : undefined
    if (test === undefined) unknown(name, logger)
    else if (value !== undefined && !test[1](value)) throw invalidOption(name, value, test[0])
    else if (value !== undefined && nested.includes(name)) checkLevel(`${name}.`, value as object, logger)
  }
}

/** Also for what a provider or the environment says. */
export function refuseDeployment(name: string, value: unknown): void {
  if (value !== undefined && !deployment[1](value)) throw invalidOption(name, value, deployment[0])
}

export function invalidOption(name: string, value: unknown, expected: string): AuthError {
  return new AuthError('InvalidOption', `Option \`${name}\` is ${describe(name, value)}; expected ${expected}.`)
}

/** `name` is how the environment's variable ends, if there is one. */
export function missingOption(id: string, option: string, name?: string): AuthError {
  const variable = name ? `, or set ${providerVariable(id, name)}` : ''
  return new AuthError('InvalidOption', `Provider \`${id}\` has no \`${option}\`. Pass it${variable}.`)
}

/** No timer takes more than 31 bits. */
export function refuseTimeout({ id, timeout }: { readonly id: string; readonly timeout?: number }): void {
  if (timeout !== undefined && !(Number.isInteger(timeout) && timeout > 0 && timeout < 2 ** 31))
    throw invalidOption(`${id}.timeout`, timeout, 'whole milliseconds above 0 and below 2^31')
}

/** What was given, without ever repeating a secret. */
function describe(name: string, value: unknown): string {
  if (/secret|database|server|key$/i.test(name)) return `of type ${value === null ? 'null' : typeof value}`
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 80))
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value)
  return Array.isArray(value) ? 'a list' : `of type ${typeof value}`
}

function unknown(name: string, logger: Logger): void {
  const nearest = nearestOption(name)
  const hint = nearest ? ` Did you mean \`${nearest}\`?` : ''
  if (nearest && careful.test(name)) throw new AuthError('InvalidOption', `There is no option \`${name}\`.${hint}`)
  logger.warn('UNKNOWN_OPTION', `There is no option \`${name}\`; it does nothing.${hint}`)
}

export function nearestOption(name: string): string | undefined {
  return Object.keys(options).find((option) => distance(option, name) <= 2)
}

/** Levenshtein's distance, for names of a few letters. */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return 3
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same))
    }
    row = next
  }
  return row[b.length] ?? 3
}
