import fc from 'fast-check'
import { expect, test } from 'vitest'
import { equal } from './compare.js'

test('CS-19 unequal lengths are different and do not throw', () => {
  expect(equal('abc', 'abcd')).toBe(false)
  expect(equal('abcd', 'abc')).toBe(false)
  expect(equal('', 'a')).toBe(false)
  expect(equal('a', '')).toBe(false)
  expect(equal('', '')).toBe(true)
})

test('CS-19 what is not a text equals nothing, not even itself', () => {
  // biome-ignore lint/suspicious/noExplicitAny: what a body may hold in place of a text
  for (const odd of [undefined, null, 0, ['a'], {}] as any[]) {
    expect(equal(odd, odd)).toBe(false)
    expect(equal('a', odd)).toBe(false)
  }
})

test('CS-19 says what === says of any two texts', () => {
  const short = fc.string({ unit: 'binary', maxLength: 4 })
  fc.assert(fc.property(short, short, (a, b) => equal(a, b) === (a === b) && equal(a, a)))
})
