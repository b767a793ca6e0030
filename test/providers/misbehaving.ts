import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OAuthProvider } from '../../src/providers/contract.js'
import { listen, readForm } from './listen.js'
import { mint, newKey, type PublicKey, published, type SigningKey } from './signing.js'

type Json = Record<string, unknown>
type Path = '/.well-known/openid-configuration' | '/jwks' | '/token' | '/userinfo'

/** What this provider does otherwise than it should. Each hook gets the right thing and may return another. */
export interface Faults {
  /** Its description of itself. */
  metadata?: (right: Json) => Json
  keys?: (right: PublicKey[]) => unknown[]
  /** Parameters of the authorization response. */
  answer?: (right: URLSearchParams, asked: URLSearchParams) => void
  claims?: (right: Json, asked: URLSearchParams) => Json
  header?: (right: Json) => Json
  /** The key that signs, instead of the newest one. */
  signWith?: () => SigningKey
  /** The finished ID token. */
  idToken?: (right: string, provider: Misbehaving) => string | undefined
  tokens?: (right: Json) => unknown
  userinfo?: (right: Json) => unknown
  /** Answers in place of the provider, at one path. */
  instead?: Partial<Record<Path, (response: ServerResponse, request: IncomingMessage) => void>>
}

export interface TokenRequest {
  readonly fields: URLSearchParams
  readonly headers: IncomingMessage['headers']
}

export interface Misbehaving {
  readonly url: string
  /** In order: `/token`, `/jwks` … The authorization endpoint is the visitor's business and does not count. */
  readonly requests: string[]
  readonly tokenRequests: TokenRequest[]
  faults: Faults
  /** Newest last; the last one signs. */
  keys: SigningKey[]
  /** The person at the provider. */
  person: Json
  /** Ready to be put into `providers`. */
  provider(more?: Partial<OAuthProvider>): OAuthProvider
  /** Forgets what was asked and does everything right again. */
  behave(): void
  close(): Promise<void>
}

export const client = { clientId: 'the client:1', clientSecret: 'a:secret % with + and é' }
const rightPerson: Json = {
  sub: 'ann-1',
  name: 'Ann',
  email: 'ann@example.com',
  email_verified: true,
  picture: 'https://example.com/ann.png',
}
/** RSA keys take a while to make. */
const firstKey: SigningKey = newKey('RS256', 'first')

interface Asked {
  readonly params: URLSearchParams
  readonly accessToken: string
}

/** An OpenID Provider over HTTP that does everything right, until a test says what not. */
export async function misbehaving(): Promise<Misbehaving> {
  const codes = new Map<string, Asked>()
  const { url, close } = await listen((request, response) => {
    serve(op, codes, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  const op: Misbehaving = {
    url,
    requests: [],
    tokenRequests: [],
    faults: {},
    keys: [firstKey],
    person: rightPerson,
    provider: (more = {}) => ({
      id: 'op',
      name: 'OP',
      type: 'oidc',
      issuer: url,
      ...client,
      dangerouslyAllowInsecureRequests: true,
      ...more,
    }),
    behave() {
      op.requests.length = 0
      op.tokenRequests.length = 0
      op.faults = {}
      op.keys = [firstKey]
      op.person = rightPerson
    },
    close,
  }
  return op
}

async function serve(op: Misbehaving, codes: Map<string, Asked>, request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  const { pathname, searchParams } = new URL(request.url ?? '/', op.url)
  if (pathname === '/authorize') return authorize(op, codes, searchParams, response)
  op.requests.push(pathname)
  const instead = op.faults.instead?.[pathname as Path]
  const form = pathname === '/token' ? await readForm(request) : undefined
  if (form) op.tokenRequests.push({ fields: form, headers: request.headers })
  if (instead) return instead(response, request)
  if (pathname === '/.well-known/openid-configuration') return json(response, change(op.faults.metadata, metadata(op.url)))
  if (pathname === '/jwks')
    return json(response, {
      keys: change(
        op.faults.keys,
        op.keys.map((key) => published(key)),
      ),
    })
  if (form) return json(response, ...tokens(op, codes, request, form))
  if (pathname === '/userinfo') return userinfo(op, codes, request, response)
  return response.writeHead(404).end()
}

function metadata(url: string): Json {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    userinfo_endpoint: `${url}/userinfo`,
    jwks_uri: `${url}/jwks`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256', 'PS256', 'ES256', 'EdDSA'],
  }
}

/** Nobody has to type anything: the answer comes at once, as a redirect or as a form. */
function authorize(op: Misbehaving, codes: Map<string, Asked>, params: URLSearchParams, response: ServerResponse): unknown {
  const code = `${randomBytes(12).toString('base64url')}+/=&%`
  codes.set(code, { params, accessToken: randomBytes(16).toString('base64url') })
  const answer = new URLSearchParams({ code, state: params.get('state') ?? '' })
  op.faults.answer?.(answer, params)
  const back = new URL(params.get('redirect_uri') ?? '')
  if (params.get('response_mode') === 'form_post') return json(response, { action: back.href, fields: Object.fromEntries(answer) })
  return response.writeHead(302, { location: `${back.href}?${answer}` }).end()
}

function tokens(
  op: Misbehaving,
  codes: Map<string, Asked>,
  request: IncomingMessage,
  form: URLSearchParams,
): [body: unknown, status: number] {
  const code = form.get('code') ?? ''
  const asked = codes.get(code)
  if (!isClient(request, form)) return [{ error: 'invalid_client' }, 401]
  if (!asked || form.get('redirect_uri') !== asked.params.get('redirect_uri')) return [{ error: 'invalid_grant' }, 400]
  const challenge = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  if (asked.params.has('code_challenge') && challenge !== asked.params.get('code_challenge'))
    return [{ error: 'invalid_grant', error_description: 'PKCE' }, 400]
  codes.delete(code)
  codes.set(`used ${asked.accessToken}`, asked)
  const right: Json = { access_token: asked.accessToken, token_type: 'Bearer', expires_in: 3600, scope: 'openid profile email' }
  const idToken = change2(op.faults.idToken, idTokenFor(op, asked), op)
  return [change(op.faults.tokens, idToken === undefined ? right : { ...right, id_token: idToken }), 200]
}

/** RFC 6749 §2.3.1: form-encoded, then Basic; or in the form. */
function isClient({ headers }: IncomingMessage, form: URLSearchParams): boolean {
  const basic = /^Basic (.+)$/.exec(headers.authorization ?? '')?.[1]
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString().split(':').map(formDecode)
    : [form.get('client_id'), form.get('client_secret')]
  return id === client.clientId && secret === client.clientSecret
}

function formDecode(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '))
}

function idTokenFor(op: Misbehaving, { params, accessToken }: Asked): string {
  const now = Math.floor(Date.now() / 1000)
  const nonce = params.get('nonce')
  const { sub, name, email, email_verified, picture } = op.person
  const right = {
    iss: op.url,
    sub,
    aud: client.clientId,
    iat: now,
    exp: now + 300,
    ...(nonce ? { nonce } : {}),
    name,
    email,
    email_verified,
    picture,
    at_hash: halfHash(accessToken),
  }
  const claims = op.faults.claims ? op.faults.claims(right, params) : right
  const key = op.faults.signWith?.() ?? (op.keys.at(-1) as SigningKey)
  const header = change(op.faults.header, { alg: key.alg, kid: key.kid })
  return mint(header, claims, key.key, key.alg)
}

function halfHash(text: string): string {
  return createHash('sha256').update(text).digest().subarray(0, 16).toString('base64url')
}

function userinfo(op: Misbehaving, codes: Map<string, Asked>, { headers }: IncomingMessage, response: ServerResponse): unknown {
  const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1]
  if (!codes.has(`used ${token}`)) return json(response, { error: 'invalid_token' }, 401)
  const answer = change(op.faults.userinfo as ((right: Json) => unknown) | undefined, { ...op.person })
  if (typeof answer !== 'string') return json(response, answer)
  return response.writeHead(200, { 'content-type': 'application/jwt' }).end(answer)
}

function change<R, T extends R>(fault: ((right: T) => R) | undefined, right: T): R {
  return fault ? fault(right) : right
}

function change2<T, O>(fault: ((right: T, op: O) => T | undefined) | undefined, right: T, op: O): T | undefined {
  return fault ? fault(right, op) : right
}

export function json(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
