import fc from 'fast-check'
import { expect, test } from 'vitest'
import { match, pathnameOf } from './routes.js'

test('FZ-03 the path that is cut out of a URL is the one the parser means', () => {
  const part = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('/', '//', '?', '#', '@', ':', '\\', '..', '%2f', 'api/auth/session'),
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const url = `https://app.example/${parts.join('')}`
      if (!URL.canParse(url)) return true
      const { href, pathname } = new URL(url)
      return pathnameOf(href) === pathname
    }),
    { numRuns: 3000, seed: 20_261_123 },
  )
  for (const url of [
    'https://app.example/',
    'http://localhost:3000/api/auth/session',
    'http://[::1]:3000/a?b/c#d/e',
    'https://user:pw@app.example/a',
  ]) {
    expect(pathnameOf(new URL(url).href)).toBe(new URL(url).pathname)
  }
})

test('FZ-03 whatever the path, there is one answer, and a provider’s id is plain', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('GET', 'POST', 'HEAD', 'PUT'), (path, method) => {
      const found = match(method, `/api/auth/${path}`, '/api/auth')
      return found.kind !== 'route' || found.provider === undefined || /^[A-Za-z0-9._-]{1,64}$/.test(found.provider)
    }),
    { numRuns: 2000, seed: 20_261_123 },
  )
})
