import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
// @ts-expect-error oidc-provider brings no declarations
import Provider from 'oidc-provider'
import type { Certificate } from '../tools/services/contract.js'

export interface Identity {
  readonly issuer: string
  /** Keeps whoever comes next at the door until released, so that two sign-ins overlap. */
  holdNext(): { release(): void }
  close(): Promise<void>
}

/**
 * A certified OpenID Provider on this machine, where Ann is always signed in and agrees to everything.
 * @param certificate makes it speak https
 */
export async function startIdentity(certificate?: Certificate): Promise<Identity> {
  let door: Promise<void> | undefined
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (door && request.url?.startsWith('/auth?')) {
      const opens = door
      door = undefined
      await opens
    }
    void (request.url?.startsWith('/interaction/') ? login(request, response) : callback(request, response))
  }
  const server = certificate
    ? createSecureServer({ cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) }, answer)
    : createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `${certificate ? 'https' : 'http'}://localhost:${(server.address() as { port: number }).port}`
  const provider = new Provider(issuer, configuration())
  // Applications under test get a port of their own at every start.
  provider.Client.prototype.redirectUriAllowed = (uri: string) =>
    /^https?:\/\/localhost:\d+\/(api\/auth|app-auth|edge-auth)\/callback\/idp$/.test(uri)
  const callback = provider.callback()
  const login = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    await provider.interactionFinished(request, response, { login: { accountId: 'ann' }, consent: {} }, { mergeWithLastSubmission: false })
  }
  return {
    issuer,
    holdNext() {
      let open = (): void => {}
      door = new Promise((resolve) => {
        open = resolve
      })
      return { release: () => open() }
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function configuration(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    clients: [
      {
        client_id: 'next-app',
        client_secret: 'next-app-secret-for-tests-only',
        redirect_uris: ['http://localhost/api/auth/callback/idp'],
      },
      {
        client_id: 'next-app-post',
        client_secret: 'next-app-secret-for-tests-only',
        redirect_uris: ['http://localhost/api/auth/callback/idp'],
        token_endpoint_auth_method: 'client_secret_post',
      },
    ],
    cookies: { keys: ['a-key-for-tests-only'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' }] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx: unknown, interaction: { uid: string }) => `/interaction/${interaction.uid}` },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx: unknown, id: string) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'Ann Example', email: 'ann@idp.example.com', email_verified: true }),
    }),
    // biome-ignore lint/suspicious/noExplicitAny: oidc-provider brings no declarations
    async loadExistingGrant(ctx: any) {
      const { client, session, provider } = ctx.oidc
      const grant = new provider.Grant({ accountId: session?.accountId, clientId: client?.clientId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  }
}
