import { expect, test } from 'vitest'
import Bungie, { type BungieOptions } from './bungie.js'

test.each<[string, BungieOptions]>([
  ['an option', { apiKey: 'key' }],
  ['a header (v3, v4)', { headers: { 'X-API-Key': 'key' } }],
])('the API key is %s', (_what, options) => {
  expect(Bungie(options).userinfo).toMatchObject({ headers: { 'x-api-key': 'key' } })
})

test('without an API key nothing starts', () => {
  expect(() => Bungie()).toThrow('`apiKey`')
})
