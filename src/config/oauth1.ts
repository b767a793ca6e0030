import { AuthError } from '../base/errors.js'
import type { OAuth1Provider } from '../providers/contract.js'
import { invalidOption, missingOption, refuseTimeout } from './check.js'
import { oauth1InTodaysWords } from './earlier-oauth1-keys.js'
import type { Environment } from './env.js'

const methods = ['HMAC-SHA1', 'HMAC-SHA256', 'RSA-SHA1', 'PLAINTEXT']

/** A provider of OAuth 1 with what the environment adds; refused by name when it cannot work. */
export function readOAuth1(given: OAuth1Provider, env: Environment): OAuth1Provider {
  const provider = withEnvironment(oauth1InTodaysWords(given), env)
  for (const name of ['requestToken', 'authorization', 'accessToken', 'userinfo'] as const) refuseEndpoint(provider, name)
  refuseTimeout(provider)
  const { id, signatureMethod = '', privateKey, realm = '' } = provider
  if (!methods.includes(signatureMethod)) throw invalidOption(`${id}.signatureMethod`, signatureMethod, methods.join(', '))
  if (signatureMethod === 'RSA-SHA1' && typeof privateKey === 'string' && !privateKey.includes('BEGIN PRIVATE KEY'))
    throw new AuthError('InvalidOption', `Provider \`${id}\`: \`privateKey\` is no PKCS #8. ${fix}`)
  // What a header cannot carry (RFC 9110 §5.5).
  if (/[^\x20-\x7e]/.test(realm)) throw invalidOption(`${id}.realm`, realm, 'visible ASCII')
  return provider
}

const fix = 'To make it one: openssl pkcs8 -topk8 -nocrypt -in key.pem'

function withEnvironment(provider: OAuth1Provider, env: Environment): OAuth1Provider {
  const clientId = provider.clientId ?? env.provider(provider.id, 'ID')
  const clientSecret = provider.clientSecret ?? env.provider(provider.id, 'SECRET') ?? ''
  // v3 had the private key where the secret is; with this method there is no other use for it.
  const privateKey = provider.privateKey ?? (provider.signatureMethod === 'RSA-SHA1' && clientSecret)
  if (!clientId) throw missingOption(provider.id, 'clientId', 'ID')
  if (!clientSecret && !privateKey) throw missingOption(provider.id, 'clientSecret', 'SECRET')
  return { ...provider, clientId, clientSecret, ...(privateKey && { privateKey }) }
}

function refuseEndpoint(provider: OAuth1Provider, name: 'requestToken' | 'authorization' | 'accessToken' | 'userinfo'): void {
  const { url, request } = (provider[name] ?? {}) as { url?: string; request?: unknown }
  if (request) return
  const insecure = provider.dangerouslyAllowInsecureRequests ? '?' : ''
  if (!url || !new RegExp(`^https${insecure}:`).test(url) || !URL.canParse(url))
    throw invalidOption(
      `${provider.id}.${name}`,
      url,
      'an https URL (`dangerouslyAllowInsecureRequests: true` takes http, for this machine)',
    )
}
