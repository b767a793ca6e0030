import { expect, test } from 'vitest'
import { randomToken, uuid7 } from './random.js'

test('a token has the octets asked for, and is another one each time', () => {
  expect(randomToken()).toMatch(/^[A-Za-z0-9_-]{43}$/)
  expect(randomToken(16)).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(new Set(Array.from({ length: 5000 }, () => randomToken(16))).size).toBe(5000)
})

test('an id of version 7 begins with its millisecond and sorts by it', () => {
  const at = Date.UTC(2026, 10, 23, 12)
  const id = uuid7(at)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at)
  expect(uuid7(at) < uuid7(at + 1)).toBe(true)
  expect(new Set(Array.from({ length: 1000 }, () => uuid7(at))).size).toBe(1000)
})
