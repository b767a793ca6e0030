import { expect, test } from 'vitest'
import { inFormOf, type TokenRequestForm } from './token-request.js'

const plain: TokenRequestForm = { body: 'form', headers: {}, names: {}, params: {} }
const standard = 'grant_type=authorization_code&code=a%2Bb%26&client_id=app'
const place = 'https://service.example/token?v=1&client_id=other'

/** What reaches the service of the standard request. */
async function sent(form: Partial<TokenRequestForm>, body = standard): Promise<Request> {
  let request: Request | undefined
  const fetch = inFormOf({ ...plain, ...form }, async (input, init) => {
    request = new Request(input, init)
    return new Response()
  })
  const headers = { 'content-type': 'application/x-www-form-urlencoded;charset=UTF-8', authorization: 'Basic x' }
  await fetch(place, { method: 'POST', headers, body: new URLSearchParams(body) })
  if (!request) throw new Error('Nothing was sent.')
  return request
}

test('a form stays as it is, members that come twice too', async () => {
  const twice = `${standard}&resource=one&resource=two`
  const request = await sent({}, twice)
  expect([request.method, request.url, await request.text()]).toEqual(['POST', place, twice])
})

test('as JSON, in the body and nowhere else', async () => {
  const request = await sent({ body: 'json' })
  expect([request.url, request.headers.get('content-type')]).toEqual([place, 'application/json'])
  expect(await request.json()).toEqual({ grant_type: 'authorization_code', code: 'a+b&', client_id: 'app' })
})

test('as a GET, with each parameter once beside those of the endpoint, and what authenticates where it was', async () => {
  const request = await sent({ body: 'query' })
  expect([request.method, request.body, request.headers.get('content-type')]).toEqual(['GET', null, null])
  expect(request.headers.get('authorization')).toBe('Basic x')
  expect([...new URL(request.url).searchParams]).toEqual([
    ['v', '1'],
    ['client_id', 'app'],
    ['grant_type', 'authorization_code'],
    ['code', 'a+b&'],
  ])
})

test("the service's own words, and its own grant for a code; a refresh is one everywhere", async () => {
  const form = {
    names: { client_id: 'client_key', grant_type: 'grant' },
    params: { grant_type: 'vendor' },
    headers: { AUTHORIZATION: 'Basic y' },
  }
  const request = await sent(form)
  expect(await request.text()).toBe('grant=vendor&code=a%2Bb%26&client_key=app')
  expect(request.headers.get('authorization')).toBe('Basic y')
  expect(await (await sent(form, 'grant_type=refresh_token')).text()).toBe('grant=refresh_token')
})
