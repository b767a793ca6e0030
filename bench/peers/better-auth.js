import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'
import { getMigrations } from 'better-auth/db/migration'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { client, origin, person, secret } from '../world.js'

export const packageName = 'better-auth'

/** Its cookie cache spares the database; with a `store` we ask the database each time, as the other database sessions do. */
export async function create({ provider, store }) {
  const tables = { user: [], session: [], account: [], verification: [] }
  const options = {
    baseURL: origin,
    basePath: '/api/auth',
    secret,
    database: store ? store.betterAuth() : memoryAdapter(tables),
    logger: { disabled: true },
    telemetry: { enabled: false },
    rateLimit: { enabled: false },
    session: { cookieCache: { enabled: !store, maxAge: 30 * 86_400 } },
    account: { accountLinking: { enabled: true, trustedProviders: ['plain', 'oidc'] } },
    // Hashing is the same for everybody, so it is nobody's here.
    emailAndPassword: {
      enabled: true,
      password: { hash: async (password) => password, verify: async ({ hash, password }) => hash === password },
    },
    plugins: [
      genericOAuth({
        config: [
          {
            providerId: 'plain',
            clientId: client.id,
            clientSecret: client.secret,
            authorizationUrl: `${provider}/authorize`,
            tokenUrl: `${provider}/plain/token`,
            userInfoUrl: `${provider}/userinfo`,
            scopes: ['profile'],
            pkce: true,
            accountSubject: ({ profile }) => profile.sub,
          },
          ...(provider.startsWith('http:')
            ? [
                {
                  providerId: 'oidc',
                  clientId: client.id,
                  clientSecret: client.secret,
                  discoveryUrl: `${provider}/.well-known/openid-configuration`,
                  scopes: ['openid', 'profile', 'email'],
                  pkce: true,
                },
              ]
            : []),
        ],
      }),
    ],
  }
  if (store) await (await getMigrations(options)).runMigrations()
  const auth = betterAuth(options)
  await auth.api.signUpEmail({ body: { name: person.name, email: person.email, password: 'right-password', image: person.image } })
  return {
    name: 'better-auth',
    handle: auth.handler,
    paths: { session: '/api/auth/get-session' },
    userOf: (answered) => answered?.user ?? null,
    credentialsRequest: (browser) =>
      browser.request('/api/auth/sign-in/email', { json: { email: person.email, password: 'right-password' } }),
    startRequest: (browser, id) => browser.request('/api/auth/sign-in/social', { json: { provider: id, callbackURL: '/' } }),
    startedAt: async (response) => (await response.json()).url,
    signIn: async (browser) =>
      void (await browser.ask('/api/auth/sign-in/email', { json: { email: person.email, password: 'right-password' } })),
    serverRead:
      ({ headers }) =>
      async () =>
        auth.api.getSession({ headers: await headers() }),
    // Its memory adapter searches linearly: rows that the next operation does not need go.
    forget: () => {
      tables.verification.length = 0
      tables.session.length = 0
    },
  }
}
