import { expect, test } from 'vitest'
import AzureADB2C from './azure-ad-b2c.js'

const { token } = AzureADB2C({ tenantId: 'acme', primaryUserFlow: 'B2C_1_signin' })
const conform = async (answer: unknown, status = 200): Promise<unknown> => {
  if (typeof token !== 'object') return undefined
  return (await token.conform?.(Response.json(answer, { status })))?.json()
}

test('an answer without an access token is completed', async () => {
  const answer = { id_token: 'a.b.c', token_type: 'Bearer', scope: 'openid' }
  expect(await conform(answer)).toEqual({ ...answer, access_token: 'none' })
})

test.each([
  [{ id_token: 'a.b.c', access_token: 'd.e.f', token_type: 'Bearer' }, 200],
  [{ error: 'invalid_grant', error_description: 'AADB2C90088' }, 400],
  [null, 200],
])('%j is left as it is', async (answer, status) => {
  expect(await conform(answer, status)).toBeUndefined()
})
