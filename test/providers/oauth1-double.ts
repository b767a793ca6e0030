import { createHmac, randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import OAuth from 'oauth-1.0a'
import type { OAuth1Provider } from '../../src/providers/contract.js'
import { listen, readForm } from './listen.js'

export type Endpoint = '/request_token' | '/access_token' | '/profile'

/** What this service does otherwise than it should. Each hook gets the right thing and may change it, or return another. */
export interface Faults {
  requestToken?: (right: URLSearchParams) => string | undefined
  /** Parameters of the way back. */
  answer?: (right: URLSearchParams) => void
  accessToken?: (right: URLSearchParams) => string | undefined
  /** Answers in place of the service, at one path. */
  instead?: Partial<Record<Endpoint, (response: ServerResponse, request: IncomingMessage) => void>>
}

/** A request that was signed as it should be. */
export interface Signed {
  readonly path: string
  readonly method: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  /** Of the `Authorization` header. */
  readonly oauth: Readonly<Record<string, string>>
  readonly headers: IncomingMessage['headers']
}

export interface OAuth1Double {
  readonly url: string
  /** Paths in order. The authorization page is the visitor's business and does not count. */
  readonly requests: string[]
  readonly signed: Signed[]
  /** Secrets that it made. */
  readonly secrets: string[]
  faults: Faults
  /** The profile of the person there, as JSON: a text keeps its digits. */
  profile: string
  /** More that comes with a token. */
  extra: Record<string, string>
  /** Ready to be put into `providers`. */
  provider(more?: Partial<OAuth1Provider>): OAuth1Provider
  /** Where a provider of ours has to look instead of at its service. */
  here(): Pick<OAuth1Provider, 'clientId' | 'clientSecret' | 'dangerouslyAllowInsecureRequests'> & Record<Place, { url: string }>
  behave(): void
  close(): Promise<void>
}

type Place = 'requestToken' | 'authorization' | 'accessToken' | 'userinfo'

interface Token {
  readonly token: string
  readonly secret: string
  readonly callback?: string | undefined
  verifier?: string
}

export const client = { clientId: 'the key', clientSecret: 'a secret/+ & é' }
const rightProfile = '{"id":1234567890123456789,"name":"Ann","email":"ann@example.com"}'

/** A service of OAuth 1.0A over HTTP that does everything right, until a test says what not. Signatures are judged by `oauth-1.0a`. */
export async function oauth1Double(): Promise<OAuth1Double> {
  const tokens = new Map<string, Token>()
  const { url, close } = await listen((request, response) => {
    serve(double, tokens, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  const here = (): ReturnType<OAuth1Double['here']> => ({
    ...client,
    dangerouslyAllowInsecureRequests: true,
    requestToken: { url: `${url}/request_token` },
    authorization: { url: `${url}/authorize` },
    accessToken: { url: `${url}/access_token` },
    userinfo: { url: `${url}/profile` },
  })
  const double: OAuth1Double = {
    url,
    requests: [],
    signed: [],
    secrets: [],
    faults: {},
    profile: rightProfile,
    extra: {},
    provider: (more = {}) => ({ id: 'one', name: 'One', type: 'oauth1', ...here(), ...more }),
    here,
    behave() {
      for (const list of [double.requests, double.signed, double.secrets]) list.length = 0
      Object.assign(double, { faults: {}, profile: rightProfile, extra: {} })
    },
    close,
  }
  return double
}

async function serve(
  double: OAuth1Double,
  tokens: Map<string, Token>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<unknown> {
  const { pathname, searchParams } = new URL(request.url ?? '/', double.url)
  if (pathname === '/authorize') return authorize(double, tokens, searchParams, response)
  double.requests.push(pathname)
  const form = await readForm(request)
  const instead = double.faults.instead?.[pathname as Endpoint]
  if (instead) return instead(response, request)
  const oauth = readHeader(request.headers.authorization)
  const token = tokens.get(oauth.oauth_token ?? '')
  const signed = { path: pathname, method: request.method ?? '', query: searchParams, form, oauth, headers: request.headers }
  if (!isSigned(double.url, request, signed, token?.secret)) return answer(response, 'oauth_problem=signature_invalid', 401)
  double.signed.push(signed)
  if (pathname === '/request_token') return temporary(double, tokens, oauth, response)
  if (pathname === '/access_token') return lasting(double, tokens, oauth, response)
  if (pathname !== '/profile' || !token || token.callback !== undefined) return answer(response, 'oauth_problem=token_rejected', 401)
  return response.writeHead(200, { 'content-type': 'application/json' }).end(double.profile)
}

/** RFC 5849 §3.5.1. */
function readHeader(header = ''): Record<string, string> {
  const pairs = header.replace(/^OAuth /, '').matchAll(/(\w+)="([^"]*)"/g)
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name, decodeURIComponent(value)]))
}

/** O1-05: by the client's secret and the token's. */
function isSigned(origin: string, { url }: IncomingMessage, { method, form, oauth }: Signed, tokenSecret: string | undefined): boolean {
  const { oauth_signature: signature, realm: _unsigned, ...parameters } = oauth
  const judge = new OAuth({
    consumer: { key: client.clientId, secret: client.clientSecret },
    hash_function: (base, key) => createHmac('sha1', key).update(base).digest('base64'),
  })
  const request = { url: origin + url, method, data: Object.fromEntries(form) }
  return oauth.oauth_consumer_key === client.clientId && signature === judge.getSignature(request, tokenSecret, parameters as never)
}

function temporary(
  double: OAuth1Double,
  tokens: Map<string, Token>,
  { oauth_callback: callback = '' }: Signed['oauth'],
  response: ServerResponse,
): void {
  const { token, secret } = make(double, tokens, callback)
  const right = new URLSearchParams({ oauth_token: token, oauth_token_secret: secret, oauth_callback_confirmed: 'true' })
  answer(response, double.faults.requestToken?.(right) ?? String(right))
}

/** Nobody has to type anything: the person agrees at once. */
function authorize(double: OAuth1Double, tokens: Map<string, Token>, params: URLSearchParams, response: ServerResponse): void {
  const token = tokens.get(params.get('oauth_token') ?? '')
  const back = new URL(token?.callback || (params.get('oauth_callback') ?? ''))
  const verifier = `${randomBytes(9).toString('base64')}+/=&%`
  if (token) token.verifier = verifier
  double.secrets.push(verifier)
  const right = new URLSearchParams({ oauth_token: params.get('oauth_token') ?? '', oauth_verifier: verifier })
  double.faults.answer?.(right)
  response.writeHead(302, { location: `${back.href}?${right}` }).end()
}

function lasting(double: OAuth1Double, tokens: Map<string, Token>, oauth: Signed['oauth'], response: ServerResponse): void {
  const old = tokens.get(oauth.oauth_token ?? '')
  // A service of OAuth 1.0 gives no verifier and asks for none.
  const known = old?.callback !== undefined && (oauth.oauth_verifier ?? old.verifier) === old.verifier
  if (!known) {
    answer(response, 'oauth_problem=token_rejected', 401)
    return
  }
  tokens.delete(old.token)
  const { token, secret } = make(double, tokens)
  const right = new URLSearchParams({ oauth_token: token, oauth_token_secret: secret, ...double.extra })
  answer(response, double.faults.accessToken?.(right) ?? String(right))
}

function make({ secrets }: OAuth1Double, tokens: Map<string, Token>, callback?: string): Token {
  const made = { token: randomBytes(12).toString('base64'), secret: randomBytes(12).toString('base64'), callback }
  secrets.push(made.secret)
  tokens.set(made.token, made)
  return made
}

function answer(response: ServerResponse, body: string, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/x-www-form-urlencoded' }).end(body)
}
