import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseExactly } from './exact-json.js'

test('O1-15 a whole number beyond 2^53 is the text of its digits, wherever it stands', () => {
  const json = '{"id": 1234567890123456789, "in": [9007199254740993, {"deep":-12345678901234567890}], "text":"9007199254740993 \\" 1"}'
  expect(parseExactly(json)).toEqual({
    id: '1234567890123456789',
    in: ['9007199254740993', { deep: '-12345678901234567890' }],
    text: '9007199254740993 " 1',
  })
})

test.each([
  ['9007199254740991', 9007199254740991],
  ['1e30', 1e30],
  ['1.5', 1.5],
  ['12345678901234567890.5', Number('12345678901234567890.5')],
  ['0', 0],
  ['{"a":"\\\\","b":1}', { a: '\\', b: 1 }],
])('%s stays what it is', (json, value) => {
  expect(parseExactly(json)).toEqual(value)
})

test.each([
  ['{12345678901234567890:1}'],
  ['01234567890123456789'],
  ['"\n12345678901234567890"'],
  ['[1'],
  [''],
  ['<html>'],
])('what is no JSON does not become some: %j', (text) => {
  expect(parseExactly(text)).toBeUndefined()
})

test('everything else is read as JSON.parse reads it', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const json = JSON.stringify(value)
      const safe = JSON.stringify(value, (_key, one) => (Number.isInteger(one) && !Number.isSafeInteger(one) ? null : one))
      expect(parseExactly(safe)).toEqual(JSON.parse(safe))
      expect(parseExactly(json)).toBeDefined()
    }),
  )
})
