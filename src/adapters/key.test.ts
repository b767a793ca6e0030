import { expect, test } from 'vitest'
import { isKey } from './key.js'

test('D5 a key is text that every database keeps as it is', () => {
  for (const key of ['a', '0', ' ', 'ann@example.com', '李', '👩‍👩‍👧', 'a'.repeat(1024), '%', "'"]) expect(isKey(key)).toBe(true)
  for (const wrong of [
    undefined,
    null,
    '',
    0,
    Number.NaN,
    true,
    {},
    [],
    ['a'],
    Symbol('a'),
    () => 'a',
    'a\0',
    '\ud800',
    'a\udc00b',
    'a'.repeat(1025),
  ]) {
    expect(isKey(wrong)).toBe(false)
  }
})
