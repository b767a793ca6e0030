import { expect, test } from 'vitest'
import { hasDuplicates, readPart } from './jws.js'

test.each([
  ['{"a":1,"a":2}', true],
  ['{"a":{"b":1,"b":2}}', true],
  ['[{"x":1},{"x":1,"x":1}]', true],
  ['{"a":1,"\\u0061":2}', true],
  ['{"a":[1],"b":{"a":1},"c":"a"}', false],
  ['{"a":"a","b":"a:a","c":["a","a"],"d":"{\\"a\\":1,\\"a\\":2}"}', false],
  ['{"a":{"x":1},"b":{"x":1}}', false],
  ['{}', false],
  ['"a"', false],
])('ID-14 %s has a member twice: %s', (json, twice) => {
  JSON.parse(json)
  expect(hasDuplicates(json)).toBe(twice)
})

test.each([
  '',
  'e30',
  'bm90IGpzb24.e30.x',
  'bnVsbA.e30.x',
  'W10.e30.x',
  '_w.e30.x',
  '%%.e30.x',
])('%j holds no object, and says nothing of what it holds', (token) => {
  if (token === 'e30') expect(readPart(token, 0).json).toEqual({})
  else expect(() => readPart(token, 0)).toThrow(/not a JSON object/)
})
