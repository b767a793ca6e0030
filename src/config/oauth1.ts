import { AuthError } from '../base/errors.js'
import type { OAuth1Provider } from '../providers/contract.js'
import { invalidOption } from './check.js'
import type { Environment } from './env.js'
import { withPresentKeys } from './oauth1-keys.js'

const endpoints = ['requestToken', 'authorization', 'accessToken', 'userinfo'] as const

/** A provider of OAuth 1 with what the environment adds; refused by name when it cannot work. */
export function readOAuth1(given: OAuth1Provider, env: Environment): OAuth1Provider {
  const provider = withKey(withEnvironment(withPresentKeys(given), env))
  refuseEndpoints(provider)
  refuseSigning(provider)
  return provider
}

function withEnvironment(provider: OAuth1Provider, env: Environment): OAuth1Provider {
  const clientId = provider.clientId ?? env.provider(provider.id, 'ID')
  const clientSecret = provider.clientSecret ?? env.provider(provider.id, 'SECRET')
  const variable = `AUTH_${provider.id.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`
  if (!clientId) throw missing(provider.id, 'clientId', `${variable}_ID`)
  if (!clientSecret && !provider.privateKey) throw missing(provider.id, 'clientSecret', `${variable}_SECRET`)
  return { ...provider, clientId, ...(clientSecret ? { clientSecret } : {}) }
}

/** v3 had the private key where the secret is; with this method there is no other use for it. */
function withKey(provider: OAuth1Provider): OAuth1Provider {
  const { signatureMethod, privateKey, clientSecret } = provider
  return signatureMethod === 'RSA-SHA1' && !privateKey && clientSecret ? { ...provider, privateKey: clientSecret } : provider
}

function refuseEndpoints(provider: OAuth1Provider): void {
  for (const name of endpoints) {
    const endpoint = provider[name]
    if (name === 'userinfo' && typeof endpoint === 'object' && 'request' in endpoint) continue
    const url = typeof endpoint === 'object' ? endpoint.url : endpoint
    if (!url || !/^https?:/.test(url) || !URL.canParse(url))
      throw invalidOption(`${provider.id}.${name}`, url, 'a URL, or `{ url, params }`')
    if (url.startsWith('http:') && !provider.dangerouslyAllowInsecureRequests)
      throw invalidOption(
        `${provider.id}.${name}`,
        url,
        'an https URL, or `dangerouslyAllowInsecureRequests: true` for a provider on this machine',
      )
  }
}

function refuseSigning(provider: OAuth1Provider): void {
  const { id, signatureMethod = 'HMAC-SHA1', privateKey, realm } = provider
  if (!['HMAC-SHA1', 'HMAC-SHA256', 'RSA-SHA1', 'PLAINTEXT'].includes(signatureMethod))
    throw invalidOption(`${id}.signatureMethod`, signatureMethod, '"HMAC-SHA1", "HMAC-SHA256", "RSA-SHA1" or "PLAINTEXT"')
  if (signatureMethod === 'RSA-SHA1' && typeof privateKey === 'string' && !privateKey.includes('BEGIN PRIVATE KEY'))
    throw new AuthError(
      'InvalidOption',
      `Provider \`${id}\`: \`privateKey\` is no PKCS #8 in PEM ("BEGIN PRIVATE KEY"). To make it one: openssl pkcs8 -topk8 -nocrypt -in key.pem`,
    )
  // What a header cannot carry (RFC 9110 §5.5).
  if (realm !== undefined && !/^[\x20-\x7e]*$/.test(realm)) throw invalidOption(`${id}.realm`, realm, 'visible ASCII')
}

function missing(id: string, option: string, variable: string): AuthError {
  return new AuthError('InvalidOption', `Provider \`${id}\` has no \`${option}\`. Pass it, or set ${variable}.`)
}
