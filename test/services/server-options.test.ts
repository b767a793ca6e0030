import { describe, expect, test } from 'vitest'
import { readEnvironment } from '../../src/config/env.js'
import { readProviders } from '../../src/config/providers.js'
import type { OAuthProvider, Provider } from '../../src/providers/contract.js'
import Frontegg from '../../src/providers/frontegg.js'
import FusionAuth from '../../src/providers/fusionauth.js'
import Mastodon from '../../src/providers/mastodon.js'
import Mattermost from '../../src/providers/mattermost.js'
import MicrosoftEntraID from '../../src/providers/microsoft-entra-id.js'
import NetSuite from '../../src/providers/netsuite.js'
import Okta from '../../src/providers/okta.js'
import OneLogin from '../../src/providers/onelogin.js'
import Osso from '../../src/providers/osso.js'

test.each([
  ['okta, the organisation as in v3', Okta({ domain: 'company.okta.com/oauth2' }).issuer, 'https://company.okta.com'],
  ['okta, a server of it as in v3', Okta({ domain: 'company.okta.com/oauth2/default' }).issuer, 'https://company.okta.com/oauth2/default'],
  ['okta, from the environment', Okta().issuer, undefined],
  ['onelogin as in v3', OneLogin({ domain: 'company.onelogin.com' }).issuer, 'https://company.onelogin.com/oidc/2'],
  ['onelogin as in v5', OneLogin({ issuer: 'https://company.onelogin.com/' }).issuer, 'https://company.onelogin.com/oidc/2'],
  ['onelogin in full', OneLogin({ issuer: 'https://company.onelogin.com/oidc/2' }).issuer, 'https://company.onelogin.com/oidc/2'],
  ['onelogin, from the environment', OneLogin().issuer, undefined],
])('the issuer of %s', (_which, issuer, expected) => {
  expect(issuer).toBe(expected)
})

const quiet = { error: () => {}, warn: () => {}, debug: () => {} }
const ready = (entry: Provider | (() => Provider), variables = {}): OAuthProvider => {
  const [provider] = readProviders([entry], readEnvironment(variables), quiet).values()
  return provider as OAuthProvider
}
const keys = { clientId: 'a', clientSecret: 'b' }

test.each([
  ['v3', Osso({ ...keys, domain: 'sso.example' })],
  ['v5', Osso({ ...keys, issuer: 'https://sso.example/' })],
])('osso finds its server as in %s', (_version, provider) => {
  expect(ready(provider).token).toEqual({ url: 'https://sso.example/oauth/token' })
})

describe.each([
  ['mastodon', Mastodon],
  ['mattermost', Mattermost],
  ['frontegg', Frontegg],
] as [string, () => OAuthProvider][])('%s', (id, provider) => {
  const variables = { [`AUTH_${id.toUpperCase()}_ID`]: 'a', [`AUTH_${id.toUpperCase()}_SECRET`]: 'b' }

  test('finds its server by the environment', () => {
    const { issuer, wellKnown, authorization } = ready(provider, {
      ...variables,
      [`AUTH_${id.toUpperCase()}_ISSUER`]: 'https://own.example/x/',
    })
    expect(issuer).toBe('https://own.example/x/')
    expect(wellKnown ?? (authorization as { url: string }).url).toMatch(/^https:\/\/own\.example\/x\/oauth\//)
  })

  test('without its server says what it needs', () => {
    expect(() => ready(provider, variables)).toThrow(
      `Provider \`${id}\` has no \`issuer\`. Pass it, or set AUTH_${id.toUpperCase()}_ISSUER.`,
    )
  })

  test('a server without TLS is refused', () => {
    const plain = { ...variables, [`AUTH_${id.toUpperCase()}_ISSUER`]: 'http://own.example' }
    expect(() => ready(provider, plain)).toThrow('dangerouslyAllowInsecureRequests')
  })
})

test('a bare function completes an issuer of the environment as it does one of the options', () => {
  const variables = { AUTH_ONELOGIN_ID: 'a', AUTH_ONELOGIN_SECRET: 'b', AUTH_ONELOGIN_ISSUER: 'https://company.onelogin.com' }
  expect(ready(OneLogin, variables).issuer).toBe('https://company.onelogin.com/oidc/2')
})

test.each([
  ['domain (v3)', { domain: 'auth.example' }, {}],
  ['issuer', { issuer: 'https://auth.example/' }, {}],
  ['issuer of the environment', {}, { AUTH_FUSIONAUTH_ISSUER: 'https://auth.example' }],
])('fusionauth reads the description of its tenant by the %s', (_what, options, variables) => {
  const { wellKnown } = ready(FusionAuth({ ...keys, ...options, tenantId: 't-1' }), variables)
  expect(wellKnown).toBe('https://auth.example/.well-known/openid-configuration?tenantId=t-1')
})

test('microsoft-entra-id by itself finds the issuer of the environment, as v5 wrote it', () => {
  const variables = { AUTH_MICROSOFT_ENTRA_ID_ID: 'a', AUTH_MICROSOFT_ENTRA_ID_SECRET: 'b' }
  const issuer = 'https://login.microsoftonline.com/0a1b2c3d-0000-4000-8000-00000000acee/v2.0'
  expect(ready(MicrosoftEntraID, { ...variables, AUTH_MICROSOFT_ENTRA_ID_ISSUER: `${issuer}/` }).issuer).toBe(issuer)
})

test('netsuite without its account says what it needs', () => {
  expect(() => NetSuite({ issuer: '1234567' })).toThrow(expect.objectContaining({ type: 'InvalidOption' }))
})
