/** What our ancestors and we have in common: the same routes, forms and cookies, and the same way to say what a provider is. */
import { client, person } from '../world.js'

export const paths = { session: '/api/auth/session', csrf: '/api/auth/csrf', providers: '/api/auth/providers' }
export const userOf = (answered) => answered?.user ?? null
export const silent = { error() {}, warn() {}, debug() {} }

export const credentials = {
  id: 'credentials',
  name: 'Credentials',
  type: 'credentials',
  credentials: { username: { label: 'Name' }, password: { label: 'Password', type: 'password' } },
  authorize: async (given) =>
    given.password === 'right' ? { ...person, ...(given.username?.startsWith('person-') ? { id: given.username } : {}) } : null,
}

/** OAuth 2 with PKCE and state, the endpoints told: one request for the token, one for the profile. */
export const plain = (provider) => ({
  id: 'plain',
  name: 'Plain',
  type: 'oauth',
  clientId: client.id,
  clientSecret: client.secret,
  authorization: { url: `${provider}/authorize`, params: { scope: 'profile' } },
  token: `${provider}/plain/token`,
  userinfo: `${provider}/userinfo`,
  checks: ['pkce', 'state'],
  profile: (said) => ({ id: said.sub, name: said.name, email: said.email, image: said.picture }),
})

/** OpenID Connect with PKCE, state and nonce; everything else is discovered. */
export const oidc = (provider) => ({
  id: 'oidc',
  name: 'Oidc',
  type: 'oidc',
  issuer: provider,
  clientId: client.id,
  clientSecret: client.secret,
  checks: ['pkce', 'state', 'nonce'],
  profile: (said) => ({ id: said.sub, name: said.name, email: said.email, image: said.picture }),
})

/** Signs in by the form, as a browser does. */
export async function signIn(browser, username = 'ann') {
  const { csrfToken } = await (await browser.ask(paths.csrf)).json()
  await browser.ask('/api/auth/callback/credentials', { form: { csrfToken, username, password: 'right', callbackUrl: '/' } })
}
