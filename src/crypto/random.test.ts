import { expect, test } from 'vitest'
import { randomToken } from './random.js'

test('a token has the octets asked for, and is another one each time', () => {
  expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(randomToken(16)).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(new Set(Array.from({ length: 5000 }, () => randomToken(16))).size).toBe(5000)
})
