import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AuthOptions } from '../../src/engine/index.js'
import type { OAuthProvider } from '../../src/providers/contract.js'
import { type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { type Answer, ask, begin, bring, errorOf, fromUrl, type Walk, walk } from '../providers/walk.js'
import { location, visitor } from '../visitor.js'

const stable = 'https://app.example/api/auth'
const preview = 'https://one.preview.example'

describe('a preview signs people in by the address of the stable deployment', () => {
  let op: Misbehaving
  beforeAll(async () => {
    op = await misbehaving()
  })
  afterAll(() => op.close())
  beforeEach(() => op.behave())

  function both(more: Partial<OAuthProvider> = {}, options: Partial<AuthOptions> = {}): { proxy: Walk; there: Walk } {
    const providers = [op.provider(more)]
    const proxy = walk({ providers, redirectProxyUrl: stable, allowedRedirects: ['https://*.preview.example'], ...options })
    const there = walk({ providers, redirectProxyUrl: stable, url: preview })
    return { proxy, there: { ...there, someone: visitor(there.auth, preview) } }
  }

  /** What the stable deployment does with an answer. */
  async function throughProxy(proxy: Walk, answer: Answer): Promise<Response> {
    return bring(visitor(proxy.auth), answer)
  }

  test('the answer goes on to the preview, which alone asks the provider', async () => {
    const { proxy, there } = both()
    const to = await begin(there.someone, 'op', { callbackUrl: '/dashboard' })
    expect(to.searchParams.get('redirect_uri')).toBe(`${stable}/callback/op`)
    const handed = await throughProxy(proxy, await ask(to))
    expect([handed.status, location(handed).origin, proxy.calls, op.requests]).toEqual([
      302,
      preview,
      [],
      ['/.well-known/openid-configuration'],
    ])
    const response = await bring(there.someone, fromUrl(location(handed)))
    expect(location(response).href).toBe(`${preview}/dashboard`)
    expect((await there.someone.session()).user).toMatchObject({ email: 'ann@example.com' })
    expect(op.tokenRequests[0]?.fields.get('redirect_uri')).toBe(`${stable}/callback/op`)
  })

  test('a form goes on as a form', async () => {
    const { proxy, there } = both({ responseMode: 'form_post' })
    const answer = await ask(await begin(there.someone, 'op'))
    const handed = await throughProxy(proxy, answer)
    expect([handed.status, location(handed).href]).toEqual([307, `${preview}/api/auth/callback/op`])
    const response = await bring(there.someone, answer)
    expect([errorOf(response), (await there.someone.session()).user.email]).toEqual([null, 'ann@example.com'])
  })

  test('who says no is told so at the preview', async () => {
    const { proxy, there } = both()
    op.faults.answer = (right) => {
      right.delete('code')
      right.set('error', 'access_denied')
    }
    const handed = await throughProxy(proxy, await ask(await begin(there.someone, 'op')))
    expect(errorOf(await bring(there.someone, fromUrl(location(handed))))).toBe('OAuthDenied')
  })

  test('the stable deployment signs in as ever', async () => {
    const { proxy } = both()
    const response = await bring(proxy.someone, await ask(await begin(proxy.someone, 'op')))
    expect([errorOf(response), (await proxy.someone.session()).user.email]).toEqual([null, 'ann@example.com'])
  })

  test.each([
    ['an origin that is not listed', {}, { allowedRedirects: [] }],
    ['a deployment with another secret', {}, { secret: 'another-secret-for-tests-0123456789-abcdef' }],
  ] as [string, object, object][])('%s gets no code', async (_whose, more, options) => {
    const { proxy, there } = both(more, options)
    const response = await throughProxy(proxy, await ask(await begin(there.someone, 'op')))
    expect([location(response).origin, errorOf(response)]).toEqual(['https://app.example', 'OAuthCallbackError'])
    expect(location(response).href).not.toContain('code=')
  })

  test('a note for one provider, changed, or late is none', async () => {
    const { proxy, there } = both()
    const answer = await ask(await begin(there.someone, 'op'))
    const { state = '' } = answer.fields
    for (const change of [`${state.slice(0, -2)}AA`, `${state.split('.')[0]}.x`, state.replace('.', '..')]) {
      const response = await throughProxy(proxy, { ...answer, fields: { ...answer.fields, state: change } })
      expect([location(response).origin, errorOf(response)]).toEqual(['https://app.example', 'OAuthCallbackError'])
    }
    proxy.turn(16 * 60_000)
    expect(location(await throughProxy(proxy, answer)).origin).toBe('https://app.example')
  })

  test('RD-05 a preview that says it is http gets no code where its https origin is listed', async () => {
    const { proxy } = both()
    const plain = 'http://one.preview.example'
    const there = walk({ providers: [op.provider()], redirectProxyUrl: stable, url: plain, useSecureCookies: false })
    const response = await throughProxy(proxy, await ask(await begin(visitor(there.auth, plain), 'op')))
    expect([location(response).origin, errorOf(response)]).toEqual(['https://app.example', 'OAuthCallbackError'])
  })

  test('FL-07 a note that was made for one provider is none at another', async () => {
    const providers = [op.provider(), op.provider({ id: 'twin' })]
    const { proxy, there } = both({}, { providers })
    const answer = await ask(await begin(there.someone, 'op'))
    const response = await throughProxy(proxy, { ...answer, path: answer.path.replace('/op', '/twin') })
    expect([location(response).origin, errorOf(response)]).toEqual(['https://app.example', 'OAuthCallbackError'])
  })

  test('a note that was made for one proxy is none at another with the same secret', async () => {
    const { there } = both()
    const other = walk({ providers: [op.provider()], url: 'https://other.example', allowedRedirects: ['https://*.preview.example'] })
    const response = await bring(visitor(other.auth, 'https://other.example'), await ask(await begin(there.someone, 'op')))
    expect([location(response).origin, errorOf(response)]).toEqual(['https://other.example', 'OAuthCallbackError'])
  })

  test('FL-15 the issuer in an answer is compared at the preview', async () => {
    const { proxy, there } = both()
    op.faults.metadata = (right) => ({ ...right, authorization_response_iss_parameter_supported: true })
    for (const [iss, error] of [
      [op.url, null],
      ['https://evil.example', 'OAuthCallbackError'],
      [undefined, 'OAuthCallbackError'],
    ]) {
      op.faults.answer = (right) => (iss ? right.set('iss', iss) : undefined)
      const handed = await throughProxy(proxy, await ask(await begin(there.someone, 'op')))
      expect(errorOf(await bring(there.someone, fromUrl(location(handed))))).toBe(error)
    }
  })

  test('an answer that is handed on twice is used once', async () => {
    const { proxy, there } = both()
    const answer = await ask(await begin(there.someone, 'op'))
    const cookies = new Map(there.someone.cookies)
    for (const error of [null, 'OAuthCallbackError']) {
      for (const [name, value] of cookies) there.someone.cookies.set(name, value)
      expect(errorOf(await bring(there.someone, fromUrl(location(await throughProxy(proxy, answer)))))).toBe(error)
    }
    expect(op.tokenRequests.length).toBe(1)
  })

  test('a slash at the end of the address is none', async () => {
    const providers = [op.provider()]
    const proxy = walk({ providers, redirectProxyUrl: `${stable}/` })
    const to = await begin(proxy.someone, 'op')
    expect([to.searchParams.get('redirect_uri'), to.searchParams.get('state')]).toEqual([
      `${stable}/callback/op`,
      expect.stringMatching(/^[\w-]{43}$/),
    ])
  })

  test('without a `state` nobody is sent away: the note travels in it', async () => {
    const { there } = both({ checks: ['pkce'], dangerouslySkipChecks: true })
    const response = await there.someone.post('/signin/op')
    expect([location(response).origin, location(response).searchParams.get('error')]).toEqual([preview, 'Configuration'])
    expect(String(there.errors[0])).toContain('redirectProxyUrl')
  })

  test('FL-03 an answer that was handed on signs in nobody but the browser that asked', async () => {
    const { proxy, there } = both()
    const handed = await throughProxy(proxy, await ask(await begin(there.someone, 'op')))
    expect(errorOf(await bring(visitor(there.auth, preview), fromUrl(location(handed))))).toBe('OAuthCallbackError')
    expect(op.requests).not.toContain('/token')
  })
})
