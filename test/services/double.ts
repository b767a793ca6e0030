import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { listen } from '../providers/listen.js'
import { json } from '../providers/misbehaving.js'
import { mint, newKey, published, type SigningKey } from '../providers/signing.js'
import type { Json, PersonFixture, Refusal, ResourceFixture, ServiceFixture, TokenFixture } from './contract.js'

export const registered = { clientId: 'app-1', clientSecret: 'the-secret.of_app-1' }

export function secretOf({ secret = registered.clientSecret }: TokenFixture): string {
  return secret
}

/** What a request may meet. */
export type Trouble = 'none' | 'denial' | 'unknown code' | 'token endpoint down' | 'malformed profile'

export interface Double {
  /** Where the double answers for `https://service.example/path`. */
  at(address: string | URL): URL
  /** Calls the double in the service's place. */
  readonly fetch: typeof globalThis.fetch
  /** What was asked of it, and with which words it refused. */
  readonly asked: string[]
  readonly refused: string[]
  /** The tokens and codes that it gave out: none of them belongs into a log. */
  readonly issued: string[]
  person: 0 | 1
  trouble: Trouble
  reset(): void
  close(): Promise<void>
}

interface Grant {
  readonly redirectUri: string
  readonly challenge: string | undefined
  readonly nonce: string | undefined
  readonly person: Omit<PersonFixture, 'user'>
}

interface State {
  readonly fixture: ServiceFixture
  readonly double: Double
  readonly key: SigningKey
  readonly codes: Map<string, Grant>
  readonly tokens: Map<string, Grant>
}

const keys = { RS256: newKey('RS256', 'rsa'), ES256: newKey('ES256', 'ec'), ES384: newKey('ES384', 'p384') }

/** A service over HTTP that does what its documentation says, and refuses what that says is refused. */
export async function doubleOf(fixture: ServiceFixture): Promise<Double> {
  const { url, close } = await listen((request, response) => {
    serve(state, request, response).catch((error: unknown) => {
      double.refused.push(error instanceof Refused ? error.message : String(error))
      const { status, body } = error instanceof Refused ? error.refusal : { status: 500, body: {} }
      json(response, body, status)
    })
  })
  const double: Double = {
    at(address) {
      const { host, pathname, search } = new URL(address)
      return new URL(`${url}/${host}${pathname}${search}`)
    },
    fetch: (input, init) => globalThis.fetch(double.at(input instanceof Request ? input.url : input), init),
    asked: [],
    refused: [],
    issued: [],
    person: 0,
    trouble: 'none',
    reset() {
      for (const list of [double.asked, double.refused, double.issued]) list.length = 0
      Object.assign(double, { person: 0, trouble: 'none' })
    },
    close,
  }
  const { alg = 'RS256' } = fixture.openid ?? {}
  const state: State = { fixture, double, key: keys[alg as 'RS256'] ?? keys.RS256, codes: new Map(), tokens: new Map() }
  return double
}

class Refused extends Error {
  readonly refusal: Refusal
  constructor(message: string, refusal: Refusal) {
    super(message)
    this.refusal = refusal
  }
}

function insist(holds: boolean, message: string, refusal: Refusal): asserts holds {
  if (!holds) throw new Refused(message, refusal)
}

async function serve(state: State, request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const { fixture, double } = state
  const [, host = '', path = '', search = ''] = /^\/([^/]+)(\/[^?]*)\??(.*)$/.exec(request.url ?? '') ?? []
  const address = `https://${host}${path}`
  const query = new URLSearchParams(search)
  if (address === fixture.authorization.url) return authorize(state, query, response)
  double.asked.push(`${request.method} ${address}`)
  if (address === fixture.token.url) return answerToken(state, request, query, response)
  if (address === fixture.openid?.jwks) return json(response, { keys: [published(state.key)] })
  if (address === descriptionOf(fixture)) return json(response, describe(fixture))
  return answerResource(state, address, request, query, response)
}

function descriptionOf({ openid }: ServiceFixture): string | undefined {
  if (!openid || openid.wellKnown === false) return undefined
  return openid.wellKnown ?? `${openid.issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
}

function describe({ openid, authorization, token, resources = {} }: ServiceFixture): Json {
  const [first = ''] = Object.keys(resources)
  return {
    issuer: openid?.issuer,
    authorization_endpoint: authorization.url,
    token_endpoint: token.url,
    jwks_uri: openid?.jwks,
    ...(first ? { userinfo_endpoint: first.replace(/^\w+ /, '') } : {}),
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [openid?.alg ?? 'RS256'],
    token_endpoint_auth_methods_supported: token.authentication.map((way) => (way === 'none' ? way : `client_secret_${way}`)),
    ...openid?.description,
  }
}

/** Nobody has to type anything: the person agrees, or says no, at once. */
function authorize({ fixture, double, codes }: State, query: URLSearchParams, response: ServerResponse): unknown {
  const { authorization, people, malformed } = fixture
  const bad = { status: 400, body: { error: 'invalid_request' } }
  const scope = query.get('scope') ?? ''
  const scopes = scope === '' ? [] : scope.split(authorization.separator ?? ' ')
  insist(query.get('response_type') === 'code', 'response_type', bad)
  insist(query.get(authorization.clientId ?? 'client_id') === registered.clientId, 'client_id', bad)
  insist(/^https:\/\/app\.example\/api\/auth\/callback\/[\w-]+$/.test(query.get('redirect_uri') ?? ''), 'redirect_uri', bad)
  for (const one of scopes) insist(authorization.scopes.includes(one), `scope ${one}`, bad)
  insist(!fixture.openid || scopes.includes('openid'), 'scope openid', bad)
  for (const [name, value] of Object.entries(authorization.params ?? {})) insist(query.get(name) === value, `parameter ${name}`, bad)
  for (const [index, name] of (authorization.order ?? []).entries()) insist([...query.keys()][index] === name, `place of ${name}`, bad)
  for (const name of new Set(query.keys())) insist(query.getAll(name).length === 1, `${name} twice`, bad)
  if (authorization.pkce === 'refused') insist(!query.has('code_challenge'), 'a code_challenge', bad)
  else if (authorization.pkce !== 'ignored') {
    insist(query.get('code_challenge_method') === authorization.pkce, 'code_challenge_method', bad)
    insist(/^[\w-]{43,128}$/.test(query.get('code_challenge') ?? ''), 'code_challenge', bad)
  }
  const state = query.get('state') ?? ''
  const back = new URL(query.get('redirect_uri') ?? '')
  const denied = double.trouble === 'denial'
  const code = `${randomBytes(12).toString('base64url')}+/=`
  const besides = { ...authorization.answer, ...people[double.person].callback }
  const answer = denied ? { ...(authorization.denial ?? { error: 'access_denied' }), state } : { code, state, ...besides }
  const broken = malformed ?? { claims: {}, tokens: {}, answers: {} }
  codes.set(code, {
    redirectUri: back.href,
    challenge: query.get('code_challenge') ?? undefined,
    nonce: query.get('nonce') ?? undefined,
    person: double.trouble === 'malformed profile' ? broken : people[double.person],
  })
  double.issued.push(code)
  if (authorization.responseMode === 'form_post') {
    insist(query.get('response_mode') === 'form_post', 'response_mode', bad)
    return json(response, { action: back.href, fields: answer })
  }
  return response.writeHead(302, { location: `${back.href}?${new URLSearchParams(answer)}` }).end()
}

async function answerToken(state: State, request: IncomingMessage, query: URLSearchParams, response: ServerResponse): Promise<unknown> {
  const { fixture, double, codes, tokens } = state
  const { token, authorization } = fixture
  if (double.trouble === 'token endpoint down')
    return response.writeHead(503, { 'content-type': 'text/html' }).end('<h1>Service Unavailable</h1>')
  const { refusal, method = 'POST', names = {} } = token
  insist(request.method === method, 'method', refusal)
  const fields = method === 'GET' ? query : await readFields(request, token.body ?? 'form', refusal)
  const field = (name: string): string | undefined => fields.get(names[name] ?? name) ?? undefined
  authenticate(state, request, field)
  insistOn(request, fields, token, refusal)
  for (const name of token.refuses ?? []) insist(!fields.has(name), `parameter ${name}`, refusal)
  insist(field('grant_type') === (token.params?.grant_type ?? 'authorization_code'), 'grant_type', refusal)
  const code = field('code') ?? ''
  const grant = codes.get(code)
  codes.delete(code)
  insist(grant !== undefined && double.trouble !== 'unknown code', 'code', refusal)
  if (token.comparesRedirectUri ?? true) insist(field('redirect_uri') === grant.redirectUri, 'redirect_uri', refusal)
  if (authorization.pkce === 'S256' || authorization.pkce === 'plain')
    insist(isVerifier(field('code_verifier') ?? '', grant.challenge, authorization.pkce), 'PKCE', refusal)
  const accessToken = `at-${randomBytes(16).toString('base64url')}`
  const refreshToken = `rt-${randomBytes(16).toString('base64url')}`
  tokens.set(accessToken, grant)
  double.issued.push(accessToken, refreshToken)
  const answer = token.answer({ accessToken, refreshToken, idToken: idTokenFor(state, grant) }, grant.person)
  // It may have put something before the token, the person's id for example.
  if (typeof answer.access_token === 'string') tokens.set(answer.access_token, grant)
  return response.writeHead(token.status ?? 200, { 'content-type': token.contentType ?? 'application/json' }).end(JSON.stringify(answer))
}

async function readFields(request: IncomingMessage, body: 'form' | 'json', refusal: Refusal): Promise<URLSearchParams> {
  const text = await readText(request)
  const type = request.headers['content-type']?.split(';')[0]
  insist(type === (body === 'form' ? 'application/x-www-form-urlencoded' : 'application/json'), 'content-type', refusal)
  return new URLSearchParams(body === 'form' ? text : (JSON.parse(text) as Record<string, string>))
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

/**
 * RFC 6749 §2.3.1: Basic, or in the form; never both (§2.3). Services that decode what comes by Basic take what needs no encoding as it is,
 * those that do not take nothing else.
 */
function authenticate({ fixture: { token } }: State, request: IncomingMessage, field: (name: string) => string | undefined): void {
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const secret = field('client_secret')
  const way = basic ? 'basic' : secret === undefined ? 'none' : 'post'
  insist(!(basic && secret !== undefined), 'two ways to authenticate', token.refusal)
  insist(token.authentication.includes(way), `client authentication ${way}`, token.refusal)
  const [id, given] = basic ? Buffer.from(basic, 'base64').toString().split(':') : [field('client_id'), secret]
  insist(id === registered.clientId, 'client_id', token.refusal)
  if (way !== 'none') insist(token.isSecret?.(given ?? '') ?? given === secretOf(token), 'client_secret', token.refusal)
}

type Insisted = { readonly headers?: Readonly<Record<string, string>>; readonly params?: Readonly<Record<string, string>> }

function insistOn(request: IncomingMessage, fields: URLSearchParams, { headers = {}, params = {} }: Insisted, refusal: Refusal): void {
  for (const [name, value] of Object.entries(headers)) {
    const wanted = value.replace('{clientId}', registered.clientId)
    insist(request.headers[name.toLowerCase()] === wanted, `header ${name}`, refusal)
  }
  for (const [name, value] of Object.entries(params)) insist(fields.get(name) === value, `parameter ${name}`, refusal)
}

function isVerifier(verifier: string, challenge: string | undefined, method: 'S256' | 'plain'): boolean {
  return (method === 'plain' ? verifier : createHash('sha256').update(verifier).digest('base64url')) === challenge
}

function idTokenFor({ fixture, key, double }: State, { nonce, person }: Grant): string | undefined {
  const { openid } = fixture
  if (!openid) return undefined
  const now = Math.floor(Date.now() / 1000)
  const repeats = openid.nonce ?? true
  const claims = { iss: openid.issuer, aud: registered.clientId, iat: now, exp: now + 3600, ...(repeats && nonce ? { nonce } : {}) }
  const symmetric = openid.alg === 'HS256'
  const header = symmetric ? { alg: 'HS256', typ: 'JWT' } : { alg: key.alg, kid: key.kid, typ: 'JWT' }
  const token = mint(header, { ...claims, ...person.claims }, symmetric ? secretOf(fixture.token) : key.key)
  double.issued.push(token)
  return token
}

async function answerResource(
  state: State,
  address: string,
  request: IncomingMessage,
  query: URLSearchParams,
  response: ServerResponse,
): Promise<unknown> {
  const { fixture, tokens } = state
  const asked = `${request.method} ${address}`
  const known = Object.entries(fixture.resources ?? {})
  const text = await readText(request)
  const form = new URLSearchParams(text)
  for (const [key, resource] of known) {
    const given = tokenIn(key, asked, resource, request, query, form)
    if (given === undefined) continue
    if (isForm(resource.token)) authenticate(state, request, (name) => form.get(name) ?? undefined)
    const refusal = resource.refusal ?? { status: 401, body: {} }
    const grant = tokens.get(given)
    insist(grant !== undefined, 'access token', refusal)
    insistOn(request, query, { ...resource, params: filled(resource.params, grant.person.tokens) }, refusal)
    if (resource.json) insist(holds(JSON.parse(text), resource.json), 'body', refusal)
    const answer = grant.person.answers?.[key] ?? {}
    if (!(answer instanceof Blob)) return json(response, answer)
    return response.writeHead(200, { 'content-type': answer.type }).end(Buffer.from(await answer.arrayBuffer()))
  }
  throw new Refused(`there is no ${asked}`, { status: 404, body: {} })
}

/** What has been said of the person, where it stands for itself. */
function filled(params: Readonly<Record<string, string>> = {}, said: Json = {}): Record<string, string> {
  const fill = (value: string): string => value.replace(/\{(\w+)\}/, (place, name: string) => String(said[name] ?? place))
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, fill(value)]))
}

/** The token of a request, if it is for this resource at all. */
function tokenIn(
  key: string,
  asked: string,
  { token = { scheme: 'Bearer' } }: ResourceFixture,
  request: IncomingMessage,
  query: URLSearchParams,
  form: URLSearchParams,
): string | undefined {
  const [before = '', after] = key.split('{token}')
  if (after !== undefined)
    return asked.startsWith(before) && asked.endsWith(after) ? asked.slice(before.length, asked.length - after.length) : undefined
  if (asked !== key) return undefined
  if (isForm(token)) return form.get(token.field) ?? ''
  if ('param' in token) return query.get(token.param) ?? ''
  const { authorization = '' } = request.headers
  const prefix = token.scheme === '' ? '' : `${token.scheme} `
  return authorization.startsWith(prefix) ? authorization.slice(prefix.length) : ''
}

function isForm(token: ResourceFixture['token']): token is { readonly field: string } {
  return typeof token === 'object' && 'field' in token
}

function holds(given: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return given === wanted
  return Object.entries(wanted).every(([name, value]) => holds((given as Json | null)?.[name], value))
}
