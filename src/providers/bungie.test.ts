import { expect, test } from 'vitest'
import { readEnvironment } from '../config/env.js'
import { readProviders } from '../config/providers.js'
import Bungie from './bungie.js'
import type { OAuthProvider, ProfileEndpoint } from './contract.js'

const quiet = { error: () => {}, warn: () => {}, debug: () => {} }
const keys = { clientId: 'a', clientSecret: 'b' }

test.each([
  ['today', Bungie({ ...keys, apiKey: 'key' }), { 'x-api-key': 'key' }],
  ['v3 and v4', Bungie({ ...keys, headers: { 'X-API-Key': 'key' } }), { 'X-API-Key': 'key' }],
])('the API key goes with the question who this is, as %s write it', (_version, given, headers) => {
  const [provider] = readProviders([given], readEnvironment({}), quiet).values()
  expect(((provider as OAuthProvider).userinfo as ProfileEndpoint).headers).toMatchObject(headers)
})
