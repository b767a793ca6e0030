import type { OAuthProvider } from '../../src/providers/contract.js'
import { client, type Faults, type Misbehaving } from './misbehaving.js'
import { base64url, mint, newKey, published, type SigningKey } from './signing.js'

/** One module of the OpenID Foundation's suite for relying parties. */
export interface Module {
  /** Whether a relying party has to let the person in. */
  readonly accepts: boolean
  readonly faults?: (op: Misbehaving) => Faults
  readonly provider?: (op: Misbehaving) => Partial<OAuthProvider>
  /** Runs after a first sign-in that succeeded. */
  readonly between?: (op: Misbehaving) => void
}

export const second: SigningKey = newKey('RS256', 'second')
export const elliptic: SigningKey = newKey('ES256', 'elliptic')

const claims = (change: Record<string, unknown>): Module => ({
  accepts: false,
  faults: () => ({ claims: (right) => ({ ...right, ...change }) }),
})
const unsigned = (right: string): string => `${base64url({ alg: 'none' })}.${right.split('.')[1]}.`
const spoilSignature = (right: string): string => right.replace(/\.[^.]{10}(?=[^.]*$)/, '.AAAAAAAAAA')
const asksUserinfo = (): Partial<OAuthProvider> => ({ idToken: false })

/** Plan `oidcc-client-basic-certification-test-plan`. */
const basic: Record<string, Module> = {
  'oidcc-client-test': { accepts: true, provider: asksUserinfo },
  'oidcc-client-test-invalid-iss': claims({ iss: 'https://evil.example' }),
  'oidcc-client-test-missing-sub': claims({ sub: undefined }),
  'oidcc-client-test-invalid-aud': claims({ aud: 'another-client' }),
  'oidcc-client-test-missing-iat': claims({ iat: undefined }),
  'oidcc-client-test-kid-absent-single-jwks': {
    accepts: true,
    faults: () => ({ header: ({ alg }) => ({ alg }), keys: ([key]) => [{ ...key, kid: undefined }] }),
  },
  'oidcc-client-test-kid-absent-multiple-jwks': {
    accepts: false,
    faults: () => ({ header: ({ alg }) => ({ alg }), keys: (keys) => [...keys, published(second)] }),
  },
  'oidcc-client-test-idtoken-sig-rs256': { accepts: true },
  'oidcc-client-test-idtoken-sig-none': { accepts: false, faults: () => ({ idToken: unsigned }) },
  'oidcc-client-test-invalid-sig-rs256': { accepts: false, faults: () => ({ idToken: spoilSignature }) },
  'oidcc-client-test-userinfo-invalid-sub': {
    accepts: false,
    provider: asksUserinfo,
    faults: () => ({ userinfo: (right) => ({ ...right, sub: 'somebody-else' }) }),
  },
  'oidcc-client-test-nonce-invalid': claims({ nonce: 'another' }),
  'oidcc-client-test-scope-userinfo-claims': { accepts: true, provider: asksUserinfo },
  'oidcc-client-test-client-secret-basic': {
    accepts: true,
    provider: () => ({ client: { token_endpoint_auth_method: 'client_secret_basic' } }),
  },
}

/** Plan `oidcc-client-config-certification-test-plan`. */
const config: Record<string, Module> = {
  'oidcc-client-test-discovery-openid-config': { accepts: true },
  'oidcc-client-test-discovery-jwks-uri-keys': { accepts: true },
  'oidcc-client-test-discovery-issuer-mismatch': {
    accepts: false,
    faults: () => ({ metadata: (right) => ({ ...right, issuer: 'https://evil.example' }) }),
  },
  'oidcc-client-test-signing-key-rotation-just-before-signing': {
    accepts: true,
    faults: (op) => ({
      signWith: () => {
        if (!op.keys.includes(second)) op.keys = [second]
        return second
      },
    }),
  },
  'oidcc-client-test-signing-key-rotation': {
    accepts: true,
    between: (op) => {
      op.keys = [second]
    },
  },
}

/** Others of the comprehensive plan, and of the FAPI 2 client plan. */
const more: Record<string, Module> = {
  'oidcc-client-test-missing-aud': claims({ aud: undefined }),
  'oidcc-client-test-invalid-athash': claims({ at_hash: base64url('not the right half') }),
  'oidcc-client-test-missing-athash': { ...claims({ at_hash: undefined }), accepts: true },
  'oidcc-client-test-invalid-sig-es256': {
    accepts: false,
    faults: () => ({ signWith: () => elliptic, keys: (keys) => [...keys, published(elliptic)], idToken: spoilSignature }),
  },
  'oidcc-client-test-invalid-sig-hs256': {
    accepts: false,
    provider: () => ({ client: { id_token_signed_response_alg: 'HS256' } }),
    faults: () => ({ idToken: (right) => mint({ alg: 'HS256' }, payloadOf(right), 'another secret') }),
  },
  'oidcc-client-test-userinfo-bearer-header': { accepts: true, provider: asksUserinfo },
  'oidcc-client-test-userinfo-signed': {
    accepts: true,
    provider: asksUserinfo,
    faults: (op) => ({
      metadata: (right) => ({ ...right, userinfo_signing_alg_values_supported: ['RS256'] }),
      userinfo: (right) =>
        mint({ alg: 'RS256', kid: 'first' }, { ...right, iss: op.url, aud: client.clientId }, (op.keys[0] as SigningKey).key),
    }),
  },
  'oidcc-client-test-aggregated-claims': {
    ...claims({ _claim_names: { phone: 'a' }, _claim_sources: { a: { JWT: 'e30.e30.' } } }),
    accepts: true,
  },
  'oidcc-client-test-distributed-claims': {
    accepts: true,
    faults: (op) => ({
      claims: (right) => ({
        ...right,
        _claim_names: { phone: 'a' },
        _claim_sources: { a: { endpoint: `${op.url}/never`, access_token: 'x' } },
      }),
    }),
  },
  'fapi2-client-test-valid-aud-as-array': { ...claims({ aud: [client.clientId] }), accepts: true },
  'fapi2-client-test-invalid-secondary-aud': claims({ aud: [client.clientId, 'another-client'] }),
  'fapi2-client-test-token-type-case-insensitivity': {
    accepts: true,
    faults: () => ({ tokens: (right) => ({ ...right, token_type: 'bEaReR' }) }),
  },
  'fapi2-client-test-token-endpoint-response-without-expires_in': {
    accepts: true,
    faults: () => ({ tokens: ({ expires_in: _none, ...right }) => right }),
  },
}

export const modules: Record<string, Module> = { ...basic, ...config, ...more }

/** Plan `oidcc-client-formpost-basic-certification-test-plan`: the basic one by POST. */
export const formPost: Record<string, Module> = Object.fromEntries(
  Object.entries(basic).map(([name, module]) => [
    `${name} (form_post)`,
    { ...module, provider: (op: Misbehaving) => ({ ...module.provider?.(op), responseMode: 'form_post' as const }) },
  ]),
)

export function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}
