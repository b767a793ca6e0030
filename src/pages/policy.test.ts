import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Look, Page } from './page.js'
import { policyFor } from './policy.js'

const look: Look = { theme: {}, siteName: 'app.example.com', nonce: 'bm9uY2U', basePath: '/api/auth' }
const signin = { page: 'signin', providers: [], csrfToken: 't', callbackUrl: 'https://app.example.com/' } as const
const confirm = { page: 'confirm', action: '/x', csrfToken: 't', fields: {}, maskedEmail: 'a•@example.com' } as const

function rules(page: Page, over: Partial<Look> = {}): Record<string, string> {
  const policy = policyFor(page, { ...look, ...over })
  return Object.fromEntries(policy.split('; ').map((rule) => [rule.slice(0, rule.indexOf(' ')), rule.slice(rule.indexOf(' ') + 1)]))
}

test('PG-05 a page may nothing but show itself and send its forms', () => {
  expect(rules({ page: 'verify-request' })).toEqual({
    'default-src': "'none'",
    'style-src': "'nonce-bm9uY2U'",
    'img-src': "'self'",
    'form-action': "'self'",
    'base-uri': "'none'",
    'frame-ancestors': "'none'",
    'object-src': "'none'",
  })
})

test('PG-05 only the page that confirms a link by itself has a script', () => {
  expect(rules({ ...confirm, sameBrowser: true })['script-src']).toBe("'nonce-bm9uY2U'")
  expect(rules({ ...confirm, sameBrowser: false })).not.toHaveProperty('script-src')
  expect(rules(signin)).not.toHaveProperty('script-src')
})

test('PG-05 forms may lead to the own origin and where the visitor wanted to go', () => {
  const page = { ...signin, callbackUrl: 'https://shop.example.com/cart' }
  expect(rules(page)['form-action']).toBe("'self' https://shop.example.com")
  const signout = { page: 'signout', csrfToken: 't', callbackUrl: 'https://www.example.com/bye', action: '/x' } as const
  expect(rules(signout)['form-action']).toBe("'self' https://www.example.com")
  expect(rules({ ...confirm, sameBrowser: true, fields: { callbackUrl: 'https://shop.example.com/' } })['form-action']).toBe(
    "'self' https://shop.example.com",
  )
})

test('pictures come from the site and from where its logos are', () => {
  const style = { logo: 'https://cdn.example.com/acme.svg' }
  const providers = [{ kind: 'button', id: 'acme', name: 'Acme', action: '/x', style }] as const
  expect(rules({ ...signin, providers }, { theme: { logo: 'https://img.example.com/logo.png' } })['img-src']).toBe(
    "'self' https://img.example.com https://cdn.example.com",
  )
  expect(rules(signin, { theme: { logo: '/logo.png' } })['img-src']).toBe("'self'")
})

test.each([
  'https://a;script-src *',
  "https://a'unsafe-inline'",
  'https://a, b',
  'javascript:1',
  'http:',
  '*',
  'data:',
  "'unsafe-inline'",
  'https://[::1]/',
])('PG-05 %j adds nothing to the policy', (hostile) => {
  expect(rules({ ...signin, callbackUrl: hostile }, { theme: { logo: hostile } })).toEqual(rules({ ...signin, callbackUrl: '' }))
})

test('PG-05 no address adds a rule', () => {
  const names = Object.keys(rules(signin))
  const addresses = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.webUrl(),
    fc.string().map((host) => `https://${host}`),
  )
  fc.assert(
    fc.property(addresses, (callbackUrl) => {
      const policy = policyFor({ ...signin, callbackUrl }, { ...look, theme: { logo: callbackUrl } })
      expect(policy.split(';').map((rule) => rule.trim().split(' ')[0])).toEqual(names)
      expect(policy).toMatch(/^[a-z0-9 ;:/'._-]+$/i)
    }),
  )
})
