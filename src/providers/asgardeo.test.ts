import { expect, test } from 'vitest'
import Asgardeo from './asgardeo.js'

const issuer = 'https://api.asgardeo.io/t/acme/oauth2/token'

test.each([issuer, `${issuer}/`, 'https://api.asgardeo.io/t/acme', 'https://api.asgardeo.io/t/acme/'])('%s is completed', (given) => {
  expect(Asgardeo({ issuer: given }).options?.issuer).toBe(issuer)
})

test('without one the environment says it', () => {
  expect(Asgardeo().options?.issuer).toBeUndefined()
})
