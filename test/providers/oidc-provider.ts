import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error oidc-provider brings no declarations
import Provider from 'oidc-provider'
import type { OAuthProvider } from '../../src/providers/contract.js'
import type { Answer } from './walk.js'

export interface RealProvider {
  readonly url: string
  /** The private half of the key that the client `app-private_key_jwt` is registered with. */
  readonly privateKey: JsonWebKey & { kid: string }
  provider(more?: Partial<OAuthProvider>): OAuthProvider
  /** What a person does there: signs in, agrees, comes back with the answer. */
  walkThrough(url: URL, person?: string): Promise<Answer>
  close(): Promise<void>
}

const client = { clientId: 'app', clientSecret: 'a-client-secret-for-tests-only-0123456789' }

/** What the provider demands of everybody. */
export interface Demands {
  readonly pushed?: boolean
  readonly nonceInProofs?: boolean
}

/**
 * `oidc-provider`, a certified OpenID Provider, over HTTP on this machine. The client `app` authenticates by its secret, `app-<method>`
 * by the method that it is named after. `redirectUris` of all of them, for query and form_post.
 */
export async function realProvider(redirectUris: readonly string[], demands: Demands = {}): Promise<RealProvider> {
  // Longer than any test pauses: a connection that is closed while it is taken up again fails one request in many.
  const server = createServer({ keepAliveTimeout: 60_000 })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const key = { ...privateKey.export({ format: 'jwk' }), kid: 'app', alg: 'ES256', use: 'sig' }
  const provider = new Provider(url, configuration(redirectUris, key, demands))
  const callback = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return callback(request, response)
    agree(provider, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  return {
    url,
    privateKey: key,
    provider: (more = {}) => ({
      id: 'real',
      name: 'Real',
      type: 'oidc',
      issuer: url,
      ...client,
      dangerouslyAllowInsecureRequests: true,
      ...more,
    }),
    walkThrough: (to, person = 'ann') => walkThrough(to, person, url),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const methods = ['client_secret_post', 'client_secret_jwt', 'private_key_jwt', 'none']

function configuration(redirectUris: readonly string[], key: JsonWebKey, { pushed, nonceInProofs }: Demands): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { d: _private, ...publicHalf } = key
  const common = { redirect_uris: redirectUris, grant_types: ['authorization_code', 'refresh_token'], response_types: ['code'] }
  return {
    clients: [
      { client_id: client.clientId, client_secret: client.clientSecret, ...common },
      ...methods.map((method) => ({
        client_id: `${client.clientId}-${method}`,
        token_endpoint_auth_method: method,
        ...(method.startsWith('client_secret') ? { client_secret: client.clientSecret } : {}),
        ...(method === 'private_key_jwt' ? { jwks: { keys: [publicHalf] }, token_endpoint_auth_signing_alg: 'ES256' } : {}),
        ...common,
      })),
    ],
    clientAuthMethods: ['client_secret_basic', ...methods],
    claims: { openid: ['sub'], profile: ['name', 'picture'], email: ['email', 'email_verified'] },
    cookies: { keys: ['a-key-for-tests'] },
    features: {
      devInteractions: { enabled: false },
      pushedAuthorizationRequests: { enabled: true, requirePushedAuthorizationRequests: pushed ?? false },
      dPoP: { enabled: true, nonceSecret: Buffer.alloc(32, 1), requireNonce: () => nonceInProofs ?? false },
    },
    findAccount: (_ctx: unknown, sub: string) => ({
      accountId: sub,
      claims: () => ({ sub, name: sub === 'ann' ? 'Ann' : 'Bob', email: `${sub}@example.com`, email_verified: true }),
    }),
    interactions: { url: (_ctx: unknown, { uid }: { uid: string }) => `/interaction/${uid}` },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), kid: 'real', use: 'sig', alg: 'RS256' }] },
    pkce: { required: () => true },
    ttl: { AccessToken: 600, AuthorizationCode: 60, Grant: 600, IdToken: 600, Interaction: 600, Session: 600 },
  }
}

/** Signs the person in whom the request's `x-person` names, and agrees to whatever is asked. */
// biome-ignore lint/suspicious/noExplicitAny: oidc-provider brings no declarations
async function agree(provider: any, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { prompt, params, session, grantId } = await provider.interactionDetails(request, response)
  if (prompt.name === 'login') {
    return provider.interactionFinished(
      request,
      response,
      { login: { accountId: String(request.headers['x-person']), amr: ['pwd'] } },
      { mergeWithLastSubmission: false },
    )
  }
  const grant = grantId
    ? await provider.Grant.find(grantId)
    : new provider.Grant({ accountId: session.accountId, clientId: params.client_id })
  if (prompt.details.missingOIDCScope) grant.addOIDCScope(prompt.details.missingOIDCScope.join(' '))
  if (prompt.details.missingOIDCClaims) grant.addOIDCClaims(prompt.details.missingOIDCClaims)
  return provider.interactionFinished(request, response, { consent: { grantId: await grant.save() } }, { mergeWithLastSubmission: true })
}

/** Follows redirects at the provider, with its cookies, until it sends the person away or shows the form that does. */
async function walkThrough(start: URL, person: string, origin: string): Promise<Answer> {
  const cookies = new Map<string, string>()
  let at = start
  for (let steps = 0; steps < 12; steps++) {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(at, { redirect: 'manual', headers: { cookie, 'x-person': person } })
    for (const line of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split(/=(.*)/s)
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const to = response.headers.get('location')
    if (to === null) return readForm(await response.text())
    at = new URL(to, at)
    if (at.origin !== origin) return { path: at.pathname, method: 'GET', fields: Object.fromEntries(at.searchParams) }
  }
  throw new Error('The provider went in circles.')
}

function readForm(html: string): Answer {
  const action = /<form[^>]*action="([^"]+)"/.exec(html)?.[1]
  if (action === undefined) throw new Error(`The provider shows no form: ${html.slice(0, 2000)}`)
  const inputs = [...html.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)]
  return {
    path: new URL(unescapeHtml(action)).pathname,
    method: 'POST',
    fields: Object.fromEntries(inputs.map(([, name = '', value = '']) => [name, unescapeHtml(value)])),
  }
}

function unescapeHtml(html: string): string {
  return html
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&#x2F;', '/')
    .replaceAll('&amp;', '&')
}
