import { expect, test } from 'vitest'
import Mastodon from '../../src/providers/mastodon.js'
import Mattermost from '../../src/providers/mattermost.js'
import NetSuite from '../../src/providers/netsuite.js'
import Nextcloud from '../../src/providers/nextcloud.js'
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

test.each([
  ['v3', Osso({ domain: 'sso.example' })],
  ['v5', Osso({ issuer: 'https://sso.example/' })],
])('osso finds its server as in %s', (_version, { token }) => {
  expect(token).toEqual({ url: 'https://sso.example/oauth/token' })
})

test.each([
  ['mastodon', () => Mastodon()],
  ['mattermost', () => Mattermost()],
  ['netsuite', () => NetSuite({ issuer: '1234567' })],
  ['nextcloud', () => Nextcloud()],
  ['osso', () => Osso()],
])('without its server %s says what it needs', (id, make) => {
  expect(make).toThrow(expect.objectContaining({ type: 'InvalidOption', message: expect.stringContaining(`\`${id}\` needs \`issuer\``) }))
})
