import type { Application } from '../application.js'
import { type Finding, found } from '../finding.js'
import { at, type Subject } from '../subject.js'
import { is, places, readSource } from '../syntax.js'
import type { Variable } from '../variables.js'

/** The address of the site, and whoever may say what it is. */
export function addresses(subject: Subject): readonly Finding[] {
  const { app } = subject
  const variables = ['AUTH_URL', 'NEXTAUTH_URL'].map((name) => ({ name, variable: app.variables.get(name) }))
  const [given] = variables.filter(({ variable }) => variable)
  return [
    ...(given?.variable ? judge(given.name, given.variable, subject) : unknownHost(subject)),
    ...ofTwo(variables.map(({ variable }) => variable)),
    ...misspelt(subject),
    ...trusting(subject),
  ]
}

function judge(name: string, { value, where }: Variable, subject: Subject): readonly Finding[] {
  const url = parse(value)
  if (!url) {
    const todo = 'Write it as `https://app.example`, without user, `?` and `#`.'
    return [found('url-malformed', `${name} is no address of a site.`, todo, where)]
  }
  // `.env.local` stays on this machine.
  const isHttp = url.protocol === 'http:' && !(isNearby(url.hostname) && where.startsWith('.env.local:'))
  const what = isNearby(url.hostname)
    ? `${name} is an address of this machine, also in production.`
    : `${name} begins with http:, so cookies have no \`Secure\`.`
  const todo = isNearby(url.hostname)
    ? 'Move it to .env.development, or set another one where the application runs.'
    : 'Serve the site by https.'
  return [...(isHttp ? [found('url-http', what, todo, where)] : []), ...judgePath(name, url, where, subject)]
}

/** As `src/config/configure.ts` reads it. */
function parse(value: string): URL | undefined {
  const url = URL.parse(/^https?:\/\//.test(value) ? value : `https://${value}`)
  return url && !url.username && !url.password && !url.search && !url.hash && !/[\s"'`]/.test(value) ? url : undefined
}

function isNearby(hostname: string): boolean {
  return hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '[::1]' || /^127\./.test(hostname)
}

/** The option `basePath` decides where it is written; else the path of the address does. */
function judgePath(name: string, url: URL, where: string, { app, routes, configurations }: Subject): readonly Finding[] {
  const path = url.pathname.replace(/\/$/, '')
  if (path === '' || routes.length === 0 || configurations.some(({ option }) => option('basePath'))) return []
  const above = basePathOfNext(app)
  const [route] = routes
  if (routes.some((one) => above + one.url === path)) return []
  const what = `${name} ends with ${path}, and the routes are at ${above}${route?.url}.`
  return [found('url-path', what, `Write it without a path, or with ${above}${route?.url}.`, where)]
}

/** What Next's own configuration puts before every address. */
function basePathOfNext(app: Application): string {
  const path = app.files.find((file) => /^next\.config\.\w+$/.test(file))
  if (path === undefined) return ''
  const source = readSource(path, app.read(path) ?? '')
  const [word] = places(source, 'basePath', ':')
  const token = word === undefined ? undefined : source.tokens[word + 2]
  return token?.kind === 'text' ? token.value : ''
}

function unknownHost({ app, configurations }: Subject): readonly Finding[] {
  const vouched =
    ['AUTH_TRUST_HOST', 'VERCEL', 'CF_PAGES'].some((name) => app.variables.get(name)) ||
    ['vercel.json', '.vercel/project.json'].some((file) => app.read(file) !== undefined)
  if (vouched || configurations.some(({ option }) => option('url') ?? option('trustHost') ?? option('allowedHosts'))) return []
  const todo = 'Set AUTH_URL=https://… where the application runs (on Vercel and Cloudflare Pages it is known).'
  return [found('host-untrusted', 'Nothing says what the address of the site is in production.', todo)]
}

function ofTwo([auth, nextAuth]: readonly (Variable | undefined)[]): readonly Finding[] {
  if (!auth || !nextAuth || auth.value.replace(/\/$/, '') === nextAuth.value.replace(/\/$/, '')) return []
  return [found('url-of-two', 'AUTH_URL and NEXTAUTH_URL differ; the first counts.', 'Take NEXTAUTH_URL away.', nextAuth.where)]
}

const known = [
  'AUTH_SECRET',
  'AUTH_URL',
  'AUTH_TRUST_HOST',
  'AUTH_REDIRECT_PROXY_URL',
  'AUTH_DATABASE_URL',
  'NEXTAUTH_SECRET',
  'NEXTAUTH_URL',
]
const others = ['NEXTAUTH_URL_INTERNAL', 'AUTH_SECRET_1', 'AUTH_SECRET_2', 'AUTH_SECRET_3', 'AUTH0_SECRET', 'OAUTH_SECRET', 'OAUTH_URL']

/** One letter away from a name that counts, in a `.env` file, and read by nothing in the source. */
function misspelt({ app }: Subject): readonly Finding[] {
  const read = new Set(app.sources.flatMap(({ tokens }) => tokens.flatMap(({ value }) => (/^[A-Z]\w*$/.test(value) ? [value] : []))))
  return app.variables.written.flatMap(({ name, where }) => {
    if (known.includes(name) || others.includes(name) || read.has(name)) return []
    const meant = known.find((one) => isNear(name.replace(/^NEXT_AUTH_/, 'NEXTAUTH_'), one))
    return meant ? [found('variable-misspelt', `Nothing reads ${name}.`, `Did you mean ${meant}?`, where)] : []
  })
}

/** The same but for one letter that is another, too many, missing, or changed places with its neighbour. */
function isNear(given: string, meant: string): boolean {
  if (given === meant) return true
  const start = [...meant].findIndex((letter, at) => letter !== given[at])
  const [a, b] = [given.slice(start), meant.slice(start)]
  return a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1) || (a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2))
}

function trusting({ app, configurations }: Subject): readonly Finding[] {
  const todo = 'Set AUTH_URL, or `allowedHosts`, unless a proxy in front overwrites the header.'
  const what = 'The host is believed from whoever sends a request.'
  const options = configurations.flatMap(({ source, option }) => {
    const property = option('trustHost')
    return property && is(source, property, 'true') ? [found('trust-host', what, todo, at(source, property.line))] : []
  })
  const variable = app.variables.get('AUTH_TRUST_HOST')
  return variable ? [...options, found('trust-host', what, todo, variable.where)] : options
}
