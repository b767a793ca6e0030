import fc from 'fast-check'
import { expect, test } from 'vitest'
import { webAddress } from './web-address.js'

test('http(s) URLs and absolute paths stay', () => {
  expect(webAddress('https://app.example.com/a?b=c#d')).toBe('https://app.example.com/a?b=c#d')
  expect(webAddress('http://localhost:3000')).toBe('http://localhost:3000/')
  expect(webAddress('/logo.svg?v=2')).toBe('/logo.svg?v=2')
  expect(webAddress('/a"b<c>')).toBe('/a%22b%3Cc%3E')
})

test.each([
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\tscript:alert(1)',
  ' javascript:alert(1)',
  '\u0001javascript:alert(1)',
  'data:text/html,x',
  'data:image/svg+xml,<svg/>',
  'vbscript:x',
  'file:///etc/passwd',
  'ftp://example.com/',
  'ws://example.com/',
  'blob:https://app.example.com/1',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  'logo.svg',
  '',
  '?x',
  `/${'a'.repeat(100_000)}`,
  undefined,
  null,
  7,
  ['/logo.svg'],
  { href: '/logo.svg' },
])('RD-08 PG-02 %j is no address for a page', (value) => {
  expect(webAddress(value)).toBeUndefined()
})

test('RD-08 every address that passes is http(s), for whoever reads it next', () => {
  const prefixes = fc.constantFrom('', '/', 'javascript:', 'data:', 'https:', 'http://', '//', '/\\', '\t', '/./')
  fc.assert(
    fc.property(prefixes, fc.string({ unit: 'binary' }), (prefix, rest) => {
      const safe = webAddress(prefix + rest)
      if (safe === undefined) return
      const url = new URL(safe, 'https://own.example')
      expect(url.protocol).toMatch(/^https?:$/)
      if (safe.startsWith('/')) expect(url.origin).toBe('https://own.example')
    }),
    { numRuns: 2000 },
  )
})
