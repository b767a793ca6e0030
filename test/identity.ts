import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:http'
import Provider from 'oidc-provider'

export interface Identity {
  readonly issuer: string
  /** Keeps everybody at the login until released, so that sign-ins overlap. */
  hold(): { release(): Promise<void> }
  close(): Promise<void>
}

/** A certified OpenID Provider on this machine, where Ann is always signed in and agrees to everything. */
export async function startIdentity(): Promise<Identity> {
  let gate: Promise<void> = Promise.resolve()
  const server = createServer((request, response) => {
    void gate.then(() => (request.url?.startsWith('/interaction/') ? login(request, response) : callback(request, response)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://localhost:${(server.address() as { port: number }).port}`
  const provider = new Provider(issuer, configuration())
  // Applications under test get a port of their own at every start.
  provider.Client.prototype.redirectUriAllowed = (uri: string) => /^http:\/\/localhost:\d+\/api\/auth\/callback\/idp$/.test(uri)
  const callback = provider.callback()
  const login = async (request: Parameters<typeof callback>[0], response: Parameters<typeof callback>[1]): Promise<void> => {
    await provider.interactionFinished(request, response, { login: { accountId: 'ann' } }, { mergeWithLastSubmission: false })
  }
  return {
    issuer,
    hold() {
      let open = (): void => {}
      gate = new Promise((resolve) => {
        open = resolve
      })
      return { release: async () => open() }
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function configuration(): ConstructorParameters<typeof Provider>[1] {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return {
    clients: [
      {
        client_id: 'next-app',
        client_secret: 'next-app-secret-for-tests-only',
        redirect_uris: ['http://localhost/api/auth/callback/idp'],
        application_type: 'native',
      },
    ],
    cookies: { keys: ['a-key-for-tests-only'] },
    jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'one' } as never] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_ctx, interaction) => `/interaction/${interaction.uid}` },
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
    conformIdTokenClaims: false,
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, name: 'Ann Example', email: 'ann@idp.example.com', email_verified: true }),
    }),
    async loadExistingGrant(ctx) {
      const { client, session, provider } = ctx.oidc
      const grant = new provider.Grant({ accountId: session?.accountId as string, clientId: client?.clientId as string })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  }
}
