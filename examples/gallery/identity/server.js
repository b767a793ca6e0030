import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'
import { configuration, portraitUrl } from './configuration.js'
import { people, personNamed } from './people.js'
import { chooser, consent, portrait, problem } from './screens.js'

/** @typedef {import('node:http').IncomingMessage} Incoming */
/** @typedef {import('node:http').ServerResponse} Outgoing */
/** @typedef {import('./people.js').Person} Person */

/**
 * @typedef {object} IdentityOptions
 * @property {number} port On 127.0.0.1.
 * @property {string} app Origin of the application: where answers may go.
 * @property {string} secret Of both clients, `gallery` (OpenID Connect) and `gallery-plain` (OAuth 2).
 */

const longestForm = 4096
/** Its address is another site than `localhost`, as a real identity provider's would be. */
const host = '127.0.0.1'

/**
 * An OpenID Provider for offline use.
 * @param {IdentityOptions} options
 * @returns {Promise<{ issuer: string, close: () => void }>}
 */
export async function startIdentity(options) {
  const issuer = `http://${host}:${options.port}`
  /** @type {Map<string, Person>} */
  const known = new Map(people.map((person) => [person.id, person]))
  const provider = new Provider(issuer, configuration({ ...options, issuer, find: (id) => known.get(id) }))
  const desk = { provider, known, issuer, formTargets: `'self' ${options.app}` }
  const answer = provider.callback()
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', issuer).pathname
    const own = pick(path, request.method ?? 'GET')
    if (own) return void own(desk, request, response, path).catch((error) => fail(response, error))
    // It remembers nobody, so that one can be somebody else at the next sign-in.
    if (path === '/auth') delete request.headers.cookie
    return void answer(request, response)
  })
  await new Promise((resolve, reject) => server.once('error', reject).listen(options.port, host, () => resolve(undefined)))
  return { issuer, close: () => void server.close().closeAllConnections() }
}

/** @typedef {{ provider: any, known: Map<string, Person>, issuer: string, formTargets: string }} Desk */
/** @typedef {(desk: Desk, request: Incoming, response: Outgoing, path: string) => Promise<unknown>} Handler */

/**
 * The screens; everything else is the protocol, and oidc-provider's.
 * @param {string} path
 * @param {string} method
 * @returns {Handler | undefined}
 */
function pick(path, method) {
  if (method === 'GET' && path === '/screens.css') return style
  if (method === 'GET' && path.startsWith('/portraits/')) return picture
  if (method === 'GET' && path === '/person') return person
  if (method === 'GET' && /^\/interaction\/[\w-]+$/.test(path)) return ask
  if (method === 'POST' && /^\/interaction\/[\w-]+\/login$/.test(path)) return login
  if (method === 'POST' && /^\/interaction\/[\w-]+\/confirm$/.test(path)) return confirm
  if (method === 'POST' && /^\/interaction\/[\w-]+\/cancel$/.test(path)) return cancel
  return undefined
}

/** @type {Handler} */
async function style(_desk, _request, response) {
  response.setHeader('Content-Type', 'text/css; charset=utf-8')
  return response.end(await readFile(new URL('screens.css', import.meta.url)))
}

/** @type {Handler} */
async function picture({ known }, _request, response, path) {
  const someone = known.get(decodeURIComponent(path.slice('/portraits/'.length).replace(/\.svg$/, '')))
  if (!someone) return response.writeHead(404).end()
  response.setHeader('Content-Type', 'image/svg+xml; charset=utf-8')
  response.setHeader('Content-Security-Policy', "default-src 'none'")
  return response.end(portrait(someone.name))
}

/**
 * Who an access token of the scope `person` stands for, in this service's own words: what an OAuth 2 service without OpenID Connect has.
 * @type {Handler}
 */
async function person({ provider, known, issuer }, request, response) {
  const [, value] = /^Bearer ([\w.~+/-]+)$/.exec(request.headers.authorization ?? '') ?? []
  const token = value === undefined ? undefined : await provider.AccessToken.find(value)
  const someone = token?.scopes.has('person') ? known.get(token.accountId) : undefined
  if (!someone) return response.writeHead(401, { 'WWW-Authenticate': 'Bearer error="invalid_token"' }).end()
  response.setHeader('Content-Type', 'application/json')
  response.setHeader('Cache-Control', 'no-store')
  return response.end(
    JSON.stringify({ key: someone.id, display_name: someone.name, mail: someone.email, avatar: portraitUrl(someone, issuer) }),
  )
}

/** @type {Handler} */
async function ask(desk, request, response) {
  const { uid, prompt, params, session } = await desk.provider.interactionDetails(request, response)
  const action = `/interaction/${uid}`
  const someone = desk.known.get(session?.accountId ?? '')
  if (prompt.name === 'login' || !someone) return show(desk, response, chooser({ action, hint: text(params.login_hint) }))
  return show(desk, response, consent({ action, person: someone, scopes: text(params.scope).split(' '), client: 'Gallery' }))
}

/** @type {Handler} */
async function login(desk, request, response) {
  const { uid } = await desk.provider.interactionDetails(request, response)
  const form = await readForm(request)
  const chosen = desk.known.get(form.get('person') ?? '') ?? personNamed(form.get('name') ?? '')
  if (!chosen) return show(desk, response, chooser({ action: `/interaction/${uid}`, problem: 'A name needs at least one letter.' }))
  desk.known.set(chosen.id, desk.known.get(chosen.id) ?? chosen)
  return desk.provider.interactionFinished(request, response, { login: { accountId: chosen.id } }, { mergeWithLastSubmission: false })
}

/** @type {Handler} */
async function confirm({ provider }, request, response) {
  const { prompt, params, session } = await provider.interactionDetails(request, response)
  if (prompt.name !== 'consent' || !session) throw new Error('Nobody has signed in yet.')
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id })
  grant.addOIDCScope(text(params.scope))
  const grantId = await grant.save()
  return provider.interactionFinished(request, response, { consent: { grantId } })
}

/** @type {Handler} */
async function cancel({ provider }, request, response) {
  return provider.interactionFinished(
    request,
    response,
    { error: 'access_denied', error_description: 'The visitor cancelled.' },
    { mergeWithLastSubmission: false },
  )
}

/** @param {Incoming} request */
async function readForm(request) {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) {
    body += chunk
    if (body.length > longestForm) throw new Error('The form is too long.')
  }
  return new URLSearchParams(body)
}

/**
 * @param {Desk} desk
 * @param {Outgoing} response
 * @param {string} html
 */
function show({ formTargets }, response, html) {
  response.setHeader('Content-Type', 'text/html; charset=utf-8')
  response.setHeader('Cache-Control', 'no-store')
  response.setHeader(
    'Content-Security-Policy',
    `default-src 'none'; style-src 'self'; img-src data:; form-action ${formTargets}; frame-ancestors 'none'; base-uri 'none'`,
  )
  response.setHeader('Referrer-Policy', 'no-referrer')
  return response.end(html)
}

/**
 * @param {Outgoing} response
 * @param {unknown} error
 */
function fail(response, error) {
  response.writeHead(400, { 'Content-Type': 'text/html; charset=utf-8' })
  response.end(problem(error instanceof Error ? error.message : 'The request could not be understood.'))
}

/** @param {unknown} value */
function text(value) {
  return typeof value === 'string' ? value : ''
}
