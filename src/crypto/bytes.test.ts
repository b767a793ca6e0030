import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { concat, fromBase64url, fromUtf8, toBase64url, toUtf8 } from './bytes.js'

afterEach(() => {
  vi.unstubAllGlobals()
})

/** Runs with and without Node's `Buffer`. */
function inBoth(name: string, run: () => void): void {
  describe.each([true, false])('with Buffer: %s', (buffer) => {
    test(name, () => {
      if (!buffer) vi.stubGlobal('Buffer', undefined)
      try {
        run()
      } finally {
        vi.unstubAllGlobals()
      }
    })
  })
}

inBoth('J-15 base64url gives back what it took', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const text = toBase64url(bytes)
      return /^[A-Za-z0-9_-]*$/.test(text) && Array.from(fromBase64url(text) ?? [-1]).join() === Array.from(bytes).join()
    }),
  )
})

inBoth('J-15 every text has at most one reading', () => {
  const alphabet = fc.string({ unit: fc.constantFrom(...'AQgwZz09+/-_= \n.é'), maxLength: 12 })
  fc.assert(
    fc.property(alphabet, (text) => {
      const bytes = fromBase64url(text)
      return bytes === null || toBase64url(bytes) === text
    }),
  )
})

inBoth('J-15 padding, another alphabet, white space and bits that mean nothing are refused', () => {
  for (const text of ['QQ==', 'QQ=', 'a+b_', 'a/b_', 'QQ Q', ' QUFB', 'QUFB\n', 'QR', 'QUF', 'A', 'QUFBQ', 'Ü', '.'])
    expect(fromBase64url(text), text).toBeNull()
  expect(fromBase64url('')).toHaveLength(0)
  expect(Array.from(fromBase64url('QQ') ?? [])).toEqual([65])
})

test('J-15 octets that are not UTF-8 are refused', () => {
  for (const bytes of [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]]) {
    expect(() => fromUtf8(Uint8Array.from(bytes))).toThrow(TypeError)
  }
  expect(fromUtf8(toUtf8('\uFEFFä €')).length).toBe(4)
})

test('a part of a larger buffer is written as that part only', () => {
  expect(toBase64url(toUtf8('xxAAAyy').subarray(2, 5))).toBe('QUFB')
  expect(fromUtf8(concat(toUtf8('a'), toUtf8(''), toUtf8('bc')))).toBe('abc')
})
