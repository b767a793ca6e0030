import { createHmac } from 'node:crypto'
import OAuth from 'oauth-1.0a'
import { describe, expect, test } from 'vitest'
import type { ClientCredentials } from './protocol-parameters.js'
import { signingFetch } from './signing-fetch.js'

const client: ClientCredentials = { key: 'key', secret: 'secret', method: 'HMAC-SHA1', privateKey: undefined, realm: undefined }
const token = { token: 'token', secret: 'token secret' }
const now = 1_700_000_000_999

/** What would have been sent. */
async function sent(input: string | Request, init?: RequestInit, more: Partial<ClientCredentials> = {}): Promise<Request> {
  let request: Request | undefined
  const fetch: typeof globalThis.fetch = async (to, how) => {
    request = new Request(to, how)
    return new Response()
  }
  await signingFetch({ client: { ...client, ...more }, token, fetch, now })(input, init)
  return request as Request
}

/** RFC 5849 §3.5.1, read back. */
function headerOf(request: Request): Record<string, string> {
  const pairs = (request.headers.get('authorization') ?? '').replace(/^OAuth /, '').matchAll(/(\w+)="([^"]*)"/g)
  return Object.fromEntries([...pairs].map(([, name = '', value = '']) => [name, decodeURIComponent(value)]))
}

const other = new OAuth({
  consumer: client,
  signature_method: 'HMAC-SHA1',
  hash_function: (base, key) => createHmac('sha1', key).update(base).digest('base64'),
})

describe('another client agrees with what is sent', () => {
  test.each([
    ['a GET', 'https://api.example/me?fields=a%2Cb&x=%20y', undefined, {}],
    ['a form', 'https://api.example/me?x=1', { method: 'POST', body: new URLSearchParams({ a: 'b c', é: '&' }) }, { a: 'b c', é: '&' }],
    ['a POST with nothing', 'https://api.example/me', { method: 'post' }, {}],
    [
      'JSON, which is not signed',
      'https://api.example/me',
      { method: 'PUT', body: '{"a":1}', headers: { 'content-type': 'application/json' } },
      {},
    ],
  ] as [string, string, RequestInit | undefined, Record<string, string>][])('%s', async (_what, url, init, data) => {
    const request = await sent(url, init)
    const { oauth_signature: ours, ...oauth } = headerOf(request)
    const theirs = other.getSignature({ url, method: request.method, data: { ...data } }, token.secret, oauth as never)
    expect(ours).toBe(theirs)
    expect(oauth).toMatchObject({ oauth_timestamp: '1700000000', oauth_version: '1.0', oauth_token: 'token' })
    if (init?.body) expect(await request.text()).toBe(String(init.body))
  })
})

test('a space in a query is sent in the spelling that every service reads alike', async () => {
  expect((await sent('https://api.example/?a=b+c&d=%2B')).url).toBe('https://api.example/?a=b%20c&d=%2B')
})

test('a Request is as good as an address, and its headers stay', async () => {
  const request = await sent(new Request('https://api.example/me', { headers: { accept: 'text/x', 'user-agent': 'mine' } }))
  expect([request.headers.get('accept'), request.headers.get('user-agent')]).toEqual(['text/x', 'mine'])
  expect(headerOf(request).oauth_signature).toMatch(/=$/)
})

test('the realm comes first, quoted, and is not signed', async () => {
  const header = (await sent('https://api.example/', undefined, { realm: 'The "Photos" \\' })).headers.get('authorization')
  expect(header).toMatch(/^OAuth realm="The \\"Photos\\" \\\\", oauth_consumer_key="key"/)
})

test('O1-11 ten thousand requests at the same moment, ten thousand nonces', async () => {
  const all = await Promise.all(Array.from({ length: 10_000 }, async () => headerOf(await sent('https://api.example/'))))
  expect(new Set(all.map(({ oauth_nonce, oauth_timestamp }) => `${oauth_timestamp} ${oauth_nonce}`)).size).toBe(10_000)
  for (const { oauth_nonce, oauth_timestamp } of all) {
    expect(oauth_nonce).toMatch(/^[0-9a-f]{30}$/)
    expect(oauth_timestamp).toBe('1700000000')
  }
})

test('PLAINTEXT is not sent in the open (RFC 5849 §3.4.4)', async () => {
  await expect(sent('http://127.0.0.1/', undefined, { method: 'PLAINTEXT' })).rejects.toThrow(/https/)
  expect(headerOf(await sent('https://api.example/', undefined, { method: 'PLAINTEXT' })).oauth_signature).toBe('secret&token%20secret')
})
