import { expect, test } from 'vitest'
import { type AuthorizationRequest, authorizationUrl, essentialAcr, maxAgeOf } from './authorization.js'

const request = (more: Partial<AuthorizationRequest>): URL =>
  authorizationUrl({
    endpoint: 'https://op.example/authorize',
    configured: {},
    caller: {},
    callerMay: [],
    scope: undefined,
    ours: { client_id: 'app' },
    ...more,
  })

test('FL-20 reserved names pass from nowhere but us, also those that we do not send', () => {
  const names = ['nonce', 'state', 'request', 'request_uri', 'response_mode', 'code_challenge', 'registration', 'dpop_jkt']
  const values = Object.fromEntries(names.map((name) => [name, 'evil']))
  const everywhere = request({
    endpoint: `https://op.example/authorize?${new URLSearchParams(values)}`,
    configured: values,
    caller: values,
    callerMay: names,
  })
  expect([...everywhere.searchParams]).toEqual([['client_id', 'app']])
})

test('O-07 a page never chooses the scope', () => {
  expect(request({ caller: { scope: 'admin' }, callerMay: ['scope'] }).searchParams.has('scope')).toBe(false)
})

test('FL-20 a value of a page is short and has no control characters', () => {
  for (const prompt of ['', 'x'.repeat(513), 'a\nb', 'a\u0000b'])
    expect(request({ caller: { prompt } }).searchParams.has('prompt')).toBe(false)
  expect(request({ caller: { prompt: 'login' } }).searchParams.get('prompt')).toBe('login')
})

test("FL-22 the configuration's parameters win over the URL's, and each is there once", () => {
  const { searchParams } = request({
    endpoint: 'https://op.example/authorize?a=1&a=2&b=3',
    configured: { b: '4', c: undefined },
    scope: 'email',
  })
  expect([...searchParams]).toEqual([
    ['a', '1'],
    ['b', '4'],
    ['scope', 'email'],
    ['client_id', 'app'],
  ])
})

test("the URL's own query says the order, and of what is reserved there nothing but the place", () => {
  const { searchParams } = request({
    endpoint: 'https://op.example/authorize?appid=&redirect_uri=evil&response_type=&scope=&state=evil&nonce=evil',
    scope: 'email',
    names: { client_id: 'appid' },
    ours: { client_id: 'app', state: 's', response_type: 'code', redirect_uri: 'https://app.example/' },
  })
  expect([...searchParams]).toEqual([
    ['appid', 'app'],
    ['redirect_uri', 'https://app.example/'],
    ['response_type', 'code'],
    ['scope', 'email'],
    ['state', 's'],
  ])
})

test('ID-21 ID-22 what was asked for is read from the request as it leaves', () => {
  const url = (query: string): URL => new URL(`https://op.example/?${query}`)
  expect([maxAgeOf(url('max_age=60')), maxAgeOf(url('max_age=-1')), maxAgeOf(url('max_age=1e3')), maxAgeOf(url(''))]).toEqual([
    60,
    undefined,
    undefined,
    undefined,
  ])
  const acr = (claims: unknown): readonly string[] | undefined =>
    essentialAcr(url(new URLSearchParams({ claims: JSON.stringify(claims) }).toString()))
  expect(acr({ id_token: { acr: { essential: true, values: ['a', 1, 'b'] } } })).toEqual(['a', 'b'])
  expect(acr({ id_token: { acr: { essential: true, value: 'a' } } })).toEqual(['a'])
  expect(acr({ id_token: { acr: { essential: true } } })).toEqual([])
  expect([acr({ id_token: { acr: { values: ['a'] } } }), acr({}), acr(null), essentialAcr(url('claims=x'))]).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
  ])
})
