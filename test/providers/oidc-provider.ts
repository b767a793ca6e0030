import { generateKeyPairSync } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
// @ts-expect-error oidc-provider brings no declarations
import Provider from 'oidc-provider'
import type { OAuthProvider } from '../../src/providers/contract.js'
import type { Answer } from './walk.js'

export interface RealProvider {
  readonly url: string
  provider(more?: Partial<OAuthProvider>): OAuthProvider
  /** What a person does there: signs in, agrees, comes back with the answer. */
  walkThrough(url: URL, person?: string): Promise<Answer>
  close(): Promise<void>
}

const client = { clientId: 'app', clientSecret: 'a-client-secret-for-tests-only-0123456789' }

/** `oidc-provider`, a certified OpenID Provider, over HTTP on this machine. `redirectUris` of the client, for query and form_post. */
export async function realProvider(redirectUris: readonly string[]): Promise<RealProvider> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const provider = new Provider(url, configuration(redirectUris))
  const callback = provider.callback()
  server.on('request', (request, response) => {
    if (!request.url?.startsWith('/interaction/')) return callback(request, response)
    agree(provider, request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  return {
    url,
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

function configuration(redirectUris: readonly string[]): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    clients: [
      {
        client_id: client.clientId,
        client_secret: client.clientSecret,
        redirect_uris: redirectUris,
        grant_types: ['authorization_code'],
        response_types: ['code'],
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'picture'], email: ['email', 'email_verified'] },
    cookies: { keys: ['a-key-for-tests'] },
    features: { devInteractions: { enabled: false } },
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
