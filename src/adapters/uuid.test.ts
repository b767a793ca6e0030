import { expect, test } from 'vitest'
import { uuidV7 } from './uuid.js'

test('the time, the version and the variant stand where RFC 9562 puts them', () => {
  for (let round = 0; round < 200; round++) {
    expect(uuidV7(0x0123_4567_89ab)).toMatch(/^01234567-89ab-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  }
})

test('later ones sort after earlier ones, and none comes twice', () => {
  const made = Array.from({ length: 1000 }, (_, at) => uuidV7(1_700_000_000_000 + at))
  expect(made.toSorted()).toEqual(made)
  expect(new Set(Array.from({ length: 1000 }, () => uuidV7(1))).size).toBe(1000)
})
