import { expect, test } from 'vitest'
import Auth0, { type Auth0Options } from './auth0.js'

test.each<[string, Auth0Options, string | undefined]>([
  ['v3', { domain: 'acme.eu.auth0.com' }, 'https://acme.eu.auth0.com/'],
  ['v4 and v5', { issuer: 'https://acme.eu.auth0.com' }, 'https://acme.eu.auth0.com/'],
  ['as Auth0 has it', { issuer: 'https://login.acme.example/' }, 'https://login.acme.example/'],
  ['the environment', {}, undefined],
])('the issuer ends with a slash: %s', (_what, options, issuer) => {
  expect(Auth0(options).options?.issuer).toBe(issuer)
})
