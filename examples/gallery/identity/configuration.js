import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createMemoryAdapter } from './memory.js'
import { problem } from './screens.js'

/** @typedef {import('./people.js').Person} Person */
/** @typedef {import('./server.js').IdentityOptions} IdentityOptions */

const minute = 60
const day = 86_400

/**
 * What `oidc-provider` is told: two clients, PKCE always, answers that say who they come from, and nothing kept beyond this process.
 * @param {IdentityOptions & { find: (id: string) => Person | undefined, issuer: string }} options
 * @returns {Record<string, any>}
 */
export function configuration({ app, secret, issuer, find }) {
  return {
    // One store per server: oidc-provider's own default is shared by the whole process, and says so on the terminal.
    adapter: createMemoryAdapter(),
    jwks: { keys: [signingKey()] },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    clients: [
      client('gallery', 'Gallery', `${app}/api/auth/callback/idp`, secret),
      client('gallery-plain', 'Gallery', `${app}/api/auth/callback/plain`, secret),
    ],
    responseTypes: ['code'],
    scopes: ['openid', 'person'],
    claims: { openid: ['sub'], profile: ['name', 'picture'], email: ['email', 'email_verified'] },
    // The ID token alone says who somebody is; one question less at each sign-in.
    conformIdTokenClaims: false,
    // RFC 9700 §2.1.1: for clients with a secret, too.
    pkce: { required: () => true },
    features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: false } },
    interactions: { url: (/** @type {unknown} */ _ctx, /** @type {{ uid: string }} */ interaction) => `/interaction/${interaction.uid}` },
    ttl: { AccessToken: 60 * minute, AuthorizationCode: minute, IdToken: 60 * minute, Interaction: 60 * minute, Session: day, Grant: day },
    findAccount: (/** @type {unknown} */ _ctx, /** @type {string} */ id) => account(find(id), issuer),
    renderError: (/** @type {{ type: string, body: string }} */ ctx, /** @type {{ error: string, error_description?: string }} */ out) => {
      ctx.type = 'html'
      ctx.body = problem(out.error_description ?? out.error)
    },
  }
}

/**
 * @param {string} id
 * @param {string} name
 * @param {string} redirectUri
 * @param {string} secret
 */
function client(id, name, redirectUri, secret) {
  return {
    client_id: id,
    client_secret: secret,
    client_name: name,
    redirect_uris: [redirectUri],
    response_types: ['code'],
    grant_types: ['authorization_code'],
    token_endpoint_auth_method: 'client_secret_basic',
  }
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') }
}

/**
 * @param {Person | undefined} person
 * @param {string} issuer
 */
function account(person, issuer) {
  if (!person) return undefined
  return {
    accountId: person.id,
    claims: async () => ({
      sub: person.id,
      name: person.name,
      picture: portraitUrl(person, issuer),
      email: person.email,
      email_verified: true,
    }),
  }
}

/**
 * @param {Person} person
 * @param {string} issuer
 */
export function portraitUrl(person, issuer) {
  return `${issuer}/portraits/${encodeURIComponent(person.id)}.svg`
}
