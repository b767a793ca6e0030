import type { OAuthProvider } from '../../src/providers/contract.js'
import type { Visitor } from '../visitor.js'
import { client, type Faults, json, type Misbehaving } from './misbehaving.js'
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

const namesIssuer: NonNullable<Faults['metadata']> = (right) => ({ ...right, authorization_response_iss_parameter_supported: true })

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
  // RFC 6750 §2.2: a token in a body is not recommended, and the header is what every service takes.
  'oidcc-client-test-userinfo-bearer-body': {
    accepts: false,
    provider: asksUserinfo,
    faults: () => ({ instead: { '/userinfo': (response) => json(response, { error: 'invalid_request' }, 400) } }),
  },
  // RFC 8705 §5: for clients with a certificate, which this is not.
  'oidcc-client-test-mtls-endpoint-aliases': {
    accepts: true,
    faults: (op) => ({ metadata: (right) => ({ ...right, mtls_endpoint_aliases: { token_endpoint: `${op.url}/never` } }) }),
  },
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
  'fapi2-client-test-invalid-authorization-response-iss': {
    accepts: false,
    faults: () => ({ metadata: namesIssuer, answer: (right) => right.set('iss', 'https://evil.example') }),
  },
  'fapi2-client-test-remove-authorization-response-iss': { accepts: false, faults: () => ({ metadata: namesIssuer }) },
  'fapi2-client-test-ensure-authorization-response-with-invalid-state-fails': {
    accepts: false,
    faults: () => ({ answer: (right) => right.set('state', 'x'.repeat(43)) }),
  },
  'fapi2-client-test-ensure-authorization-response-with-invalid-missing-state-fails': {
    accepts: false,
    faults: () => ({ answer: (right) => right.delete('state') }),
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

/** Those of refresh tokens: what the new ID token says otherwise than the first one. */
export const refreshes: Record<string, { readonly accepts: boolean; readonly claims: Record<string, unknown> }> = {
  'oidcc-client-test-refresh-token': { accepts: true, claims: {} },
  'oidcc-client-test-refresh-token-invalid-issuer': { accepts: false, claims: { iss: 'https://evil.example' } },
  'oidcc-client-test-refresh-token-invalid-sub': { accepts: false, claims: { sub: 'bob-2' } },
}

const backChannel = ['', '-alg-none', '-no-event', '-with-nonce', '-wrong-alg', '-wrong-aud', '-wrong-event', '-wrong-iss']

/** Modules of what is not offered, each with the request that it begins with: nothing comes of it, and nothing pretends to. */
export const notOffered: Record<string, (visitor: Visitor, op: Misbehaving) => Promise<Response>> = {
  'oidcc-client-test-3rd-party-init-login': (visitor, op) =>
    visitor.get(`/signin/op?${new URLSearchParams({ iss: op.url, login_hint: 'ann', target_link_uri: 'https://evil.example/' })}`),
  ...Object.fromEntries(
    backChannel.map((variant) => [
      `oidcc-client-test-rp-backchannel-rpinitlogout${variant}`,
      (visitor: Visitor) => visitor.post('/backchannel-logout/op', { logout_token: 'a.b.c' }),
    ]),
  ),
  ...Object.fromEntries(
    ['rpinitlogout', 'opinitlogout'].map((variant) => [
      `oidcc-client-test-rp-frontchannel-${variant}`,
      (visitor: Visitor, op: Misbehaving) => visitor.get(`/frontchannel-logout/op?${new URLSearchParams({ iss: op.url, sid: 'x' })}`),
    ]),
  ),
  ...Object.fromEntries(
    ['', '-other-state', '-no-state'].map((variant) => [
      `oidcc-client-test-rp-init-logout${variant}`,
      (visitor: Visitor) => visitor.get('/signout/op?state=x'),
    ]),
  ),
  'oidcc-client-test-session-management': (visitor) => visitor.get('/check-session/op'),
}

export function payloadOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
}
