import { expect, test } from 'vitest'
import { readCredentials } from './credentials-response.js'

const right = 'oauth_token=t&oauth_token_secret=s'
const read = (body: string, init?: ResponseInit) => readCredentials(new Response(body, init), 256)

test.each([
  ['a form', right, 'application/x-www-form-urlencoded'],
  ['a form that calls itself HTML', `${right}\n`, 'text/html; charset=utf-8'],
  ['more fields', `${right}&user_id=1%2B2&name=Ann+B&email=a@b.example`, 'text/plain'],
])('%s is read', async (_what, body, type) => {
  expect(await read(body, { headers: { 'content-type': type } })).toMatchObject({ token: 't', secret: 's' })
})

test.each([
  ['HTML', `<html><body data-x="${right}">canary</body></html>`],
  ['JSON', '{"oauth_token":"canary","oauth_token_secret":"s"}'],
  ['nothing', ''],
  ['white space inside', 'oauth_token=canary &oauth_token_secret=s'],
  ['other letters', 'oauth_token=canary\u00e9&oauth_token_secret=s'],
  ['a token twice', `${right}&oauth_token=canary`],
  ['a foreign field twice', `${right}&x=canary&x=canary`],
  ['a name twice in another spelling', `${right}&oauth%5Ftoken=canary`],
  ['too many fields', `${right}&${Array.from({ length: 60 }, (_, i) => `f${i}=canary`).join('&')}`],
  ['no secret', 'oauth_token=canary'],
  ['an empty token', 'oauth_token=&oauth_token_secret=canary'],
  ['an empty secret', 'oauth_token=canary&oauth_token_secret='],
  ['a line end in a token', 'oauth_token=canary%0d%0ax&oauth_token_secret=s'],
  ['a long token', `oauth_token=canary${'x'.repeat(256)}&oauth_token_secret=s`],
  ['a prototype', '__proto__=canary&oauth_token=t'],
])('O1-13 %s is refused and not repeated', async (_what, body) => {
  const error = (await read(body).catch((e: Error) => e)) as Error
  expect(error).toBeInstanceOf(Error)
  expect(`${error.message} ${error.stack}`).not.toContain('canary')
})

test.each([
  ['in the body', 'oauth_problem=token_rejected&oauth_problem_advice=canary', {}],
  ['in the body, and yet a token', `${right}&oauth_problem=token_rejected`, {}],
  ['in a header', 'canary', { 'www-authenticate': 'OAuth realm="canary", oauth_problem="token_rejected"' }],
])('O1-13 an error word %s is named, with any status', async (_what, body, headers) => {
  for (const status of [200, 400, 401]) await expect(read(body, { status, headers })).rejects.toThrow(`token_rejected (status ${status})`)
})

test('O1-13 an error word that is none is not named', async () => {
  await expect(read('oauth_problem=a%20long%20canary')).rejects.toThrow('something that is no error code')
})

test.each([201, 204, 400, 401, 403, 500])('RFC 5849 §2.1 a form with status %i is no answer', async (status) => {
  await expect(read(status === 204 ? (null as never) : right, { status })).rejects.toThrow(`status ${status}`)
})
