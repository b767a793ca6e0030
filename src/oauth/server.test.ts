import { expect, test } from 'vitest'
import { createDirectory, noIssuer, type Place } from './server.js'

const issuer = 'https://op.example'
const place: Place = { issuer, wellKnown: undefined, described: true, endpoints: {}, needs: ['token_endpoint'], insecure: false }
const described = (more: object) => async (): Promise<Response> => Response.json({ issuer, token_endpoint: `${issuer}/token`, ...more })
const find = (more: object, change: Partial<Place> = {}) => createDirectory().find({ ...place, ...change }, 0, described(more))

test("PF-12 endpoints may be on other hosts, as Google's are", async () => {
  expect(await find({ token_endpoint: 'https://tokens.example/token' })).toMatchObject({ token_endpoint: 'https://tokens.example/token' })
})

test.each([
  'https://127.0.0.1/t',
  'https://169.254.169.254/latest',
  'https://[::1]/t',
  'https://[::ffff:169.254.169.254]/t',
  'https://2130706433/t',
  'https://0x7f.1/t',
  'https://localhost/t',
  'https://x.localhost/t',
  'https://10.0.0.1/t',
])('PF-20 a description out in the world that names %s is not believed', async (token_endpoint) => {
  await expect(find({ token_endpoint })).rejects.toThrow(/local network/)
})

test('PF-20 a provider in that very network may', async () => {
  const inside = 'https://10.0.0.1'
  expect(await find({ issuer: inside, token_endpoint: `${inside}/token` }, { issuer: inside })).toMatchObject({ issuer: inside })
})

test.each([
  'http://op.example/t',
  'javascript:alert(1)',
  'file:///etc/passwd',
  '/t',
  '',
  7,
  null,
  ['https://op.example/t'],
])('PF-12 %j is no endpoint', async (token_endpoint) => {
  await expect(find({ token_endpoint })).rejects.toThrow(/https URL|neither/)
})

test('what is configured wins, and what needs no description asks for none', async () => {
  const endpoints = { token_endpoint: 'https://mine.example/token' }
  expect(await find({}, { endpoints })).toMatchObject(endpoints)
  const nobody = (): Promise<Response> => Promise.reject(new Error('asked'))
  expect(await createDirectory().find({ ...place, issuer: undefined, described: false, endpoints }, 0, nobody)).toEqual({
    issuer: noIssuer,
    ...endpoints,
  })
  await expect(createDirectory().find({ ...place, described: false }, 0, nobody)).rejects.toThrow('token_endpoint')
})

test("O-14 the issuer is compared as text; without one, the description's place tells it", async () => {
  for (const other of ['https://op.example/', 'https://OP.example', 'https://op.example:443', 'https://evil.example'])
    await expect(find({ issuer: other })).rejects.toThrow()
  const wellKnown = `${issuer}/.well-known/openid-configuration`
  expect(await find({}, { issuer: undefined, wellKnown })).toMatchObject({ issuer })
  await expect(find({ issuer: 'https://evil.example' }, { issuer: undefined, wellKnown })).rejects.toThrow()
})
