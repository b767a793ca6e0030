import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { client, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { ask, begin, bring, errorOf, signIn, walk } from '../providers/walk.js'
import { location } from '../visitor.js'

let op: Misbehaving
beforeAll(async () => {
  op = await misbehaving()
})
afterAll(() => op.close())
beforeEach(() => op.behave())

test('a visitor signs in by OpenID Connect and goes where they wanted', async () => {
  const { someone, errors } = walk({ providers: [op.provider()] })
  const response = await signIn(someone, 'op', { callbackUrl: '/dashboard' })
  expect(errors).toEqual([])
  expect(location(response).href).toBe('https://app.example/dashboard')
  expect((await someone.session()).user).toMatchObject({ name: 'Ann', email: 'ann@example.com' })
  expect(op.requests).toEqual(['/.well-known/openid-configuration', '/token', '/jwks'])
})
