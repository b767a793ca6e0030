import { createCipheriv, createHmac } from 'node:crypto'
import { CompactEncrypt, CompactSign, calculateJwkThumbprint } from 'jose'
import { describe, expect, test } from 'vitest'
import { decryptDirectly, headerOf, thumbprint, verifyHs512 } from './earlier-jose.js'

const key = (length: number, fill = 7): Uint8Array => new Uint8Array(length).fill(fill)
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const base64url = (data: string | Uint8Array): string => Buffer.from(data).toString('base64url')

/** As its owner could write it, with whatever header. */
function signed(header: object, payload = '{}'): string {
  const head = `${base64url(JSON.stringify(header))}.${base64url(payload)}`
  return `${head}.${createHmac('sha512', key(64)).update(head).digest('base64url')}`
}

function sealed(header: object, tagLength = 16): string {
  const head = base64url(JSON.stringify(header))
  const cipher = createCipheriv('aes-256-gcm', key(32), key(12), { authTagLength: tagLength }).setAAD(Buffer.from(head))
  const data = Buffer.concat([cipher.update('{}'), cipher.final()])
  return `${head}..${base64url(key(12))}.${base64url(data)}.${base64url(cipher.getAuthTag())}`
}

describe('HS512', () => {
  test('what jose signs is read, and under no other key', async () => {
    const token = await new CompactSign(bytes('{"sub":"ä"}')).setProtectedHeader({ alg: 'HS512', kid: 'any' }).sign(key(64))
    expect(await verifyHs512(token, key(64))).toBe('{"sub":"ä"}')
    expect(await verifyHs512(token, key(64, 8))).toBeNull()
  })

  test('SJ-05 a header that says something else, under the right signature', async () => {
    expect(await verifyHs512(signed({ alg: 'HS512' }), key(64))).toBe('{}')
    for (const header of [{ alg: 'HS256' }, { alg: 'none' }, {}, { alg: 'HS512', crit: ['x'], x: 1 }])
      expect(await verifyHs512(signed(header), key(64)), JSON.stringify(header)).toBeNull()
  })

  test('SJ-02 parts that are missing, too many, or no base64url', async () => {
    const token = signed({ alg: 'HS512' })
    for (const spoilt of [`${token}.x`, `${token}.`, token.replace(/\.[^.]*$/, ''), token.replace(/\.[^.]*$/, '.'), `${token}=`])
      expect(await verifyHs512(spoilt, key(64)), spoilt.slice(-20)).toBeNull()
  })
})

describe.each([
  ['A256GCM', 32],
  ['A256CBC-HS512', 64],
] as const)('dir with %s', (enc, length) => {
  const seal = (text: string, zip?: 'DEF') =>
    new CompactEncrypt(bytes(text)).setProtectedHeader({ alg: 'dir', enc, ...(zip ? { zip } : {}) }).encrypt(key(length))

  test('what jose encrypts is read, compressed or not, and under no other key', async () => {
    expect(await decryptDirectly(await seal('{"sub":"ä"}'), key(length))).toBe('{"sub":"ä"}')
    expect(await decryptDirectly(await seal('x'.repeat(60_000), 'DEF'), key(length))).toBe('x'.repeat(60_000))
    expect(await decryptDirectly(await seal('{}'), key(length, 8)).catch(() => null)).toBeNull()
    expect(await decryptDirectly(await seal('{}'), key(length / 2))).toBeNull()
  })

  test('SJ-12 what grows beyond 64 KiB is no token', async () => {
    await expect(decryptDirectly(await seal('x'.repeat(70_000), 'DEF'), key(length))).rejects.toThrow(RangeError)
  })

  test('SJ-02 a key in its second part, a part more, and one that was changed', async () => {
    const token = await seal('{}')
    const parts = token.split('.')
    expect(await decryptDirectly(token.replace('..', '.AAAA.'), key(length))).toBeNull()
    expect(await decryptDirectly(`${token}.x`, key(length))).toBeNull()
    for (const at of [2, 3, 4]) {
      const flipped = Buffer.from(parts[at] as string, 'base64url').map((byte, i) => (i === 0 ? byte ^ 1 : byte))
      const changed = parts.map((part, i) => (i === at ? base64url(flipped) : part)).join('.')
      expect(await decryptDirectly(changed, key(length)).catch(() => null), `part ${at}`).toBeNull()
      const cut = parts.map((part, i) => (i === at ? base64url(Buffer.from(part, 'base64url').subarray(1)) : part)).join('.')
      expect(await decryptDirectly(cut, key(length)).catch(() => null), `part ${at}, cut`).toBeNull()
    }
  })
})

test('SJ-07 another algorithm in the header, under the right key', async () => {
  expect(await decryptDirectly(sealed({ alg: 'dir', enc: 'A256GCM' }), key(32))).toBe('{}')
  for (const header of [
    { alg: 'A256KW', enc: 'A256GCM' },
    { enc: 'A256GCM' },
    { alg: 'dir', enc: 'A128GCM' },
    { alg: 'dir', enc: 'A256GCM', crit: ['x'] },
  ])
    expect(await decryptDirectly(sealed(header), key(32)), JSON.stringify(header)).toBeNull()
})

test('SP 800-38D §5.2.1.2: a shorter tag is a weaker one', async () => {
  expect(await decryptDirectly(sealed({ alg: 'dir', enc: 'A256GCM' }, 12), key(32))).toBeNull()
})

test('a header is an object, and its reader says so of nothing else', () => {
  expect(headerOf(`${base64url('{"alg":"dir"}')}.x`)).toEqual({ alg: 'dir' })
  for (const text of ['null', '7', '"dir"']) expect(headerOf(`${base64url(text)}.x`)).toBeNull()
  expect(headerOf('=.x')).toBeNull()
})

test('RFC 7638 a key’s thumbprint is what jose makes of it', async () => {
  const jwk = { kty: 'oct', k: base64url(key(64)) }
  expect(await thumbprint(key(64))).toBe(await calculateJwkThumbprint(jwk, 'sha512'))
})
