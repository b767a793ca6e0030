import { createHmac, hkdfSync } from 'node:crypto'
import { describe, expect, test, vi } from 'vitest'
import { AuthError } from '../base/errors.js'
import { toBase64url } from './bytes.js'
import { choosePrimitives } from './choose-primitives.js'
import { sha256 } from './hash.js'
import { createKeyring, keyForOneUse } from './keys.js'
import { mac, macs, verifyMac } from './mac.js'

const secret = 'a secret for tests, and for nothing else'
const older = 'the secret that was there before this one'
const runtimes = ['node', 'web'] as const

describe.each(runtimes)('on %s', (runtime) => {
  test('CF-02 CF-08 the same secret gives these keys, for ever and everywhere', async () => {
    const keyring = createKeyring([secret], { runtime })
    expect(keyring.primitives.runtime).toBe(runtime)
    expect(await keyring.newest.kid()).toBe('NRb4ZCX3KmOz')
    expect(await mac(keyring, 'csrf', 'text')).toBe('TDig92Jxdhw9a69DkEeo6I5Q7oTlugqzuZioKEp2znA')
    const hmac = await keyring.newest.hmac('session/jws', 'sha512')
    expect(toBase64url(await hmac('text'))).toBe('MqKeJfXOLs7ovuDJTgsRnuuL3nBxkCnxJ_Mgo1pkiN8X2lYfi6qAyaEBiaXWLnc7ys2Fva-cB6-No7-Gwe2KzA')
    const expand = await keyring.newest.hmac('session/jwe')
    expect(toBase64url(await keyForOneUse(expand, 'AAAAAAAAAAAAAAAAAAAAAA'))).toBe('O8kduDpuxF7UPZipTqqtCKF2ikH7LbPZbZCdp6J5csU')
  })

  test('CF-02 keys are HKDF of the secret with a purpose of their own, never the secret', async () => {
    const keyring = createKeyring([secret], { runtime })
    const key = Buffer.from(hkdfSync('sha256', secret, '', 'next-auth/mac/csrf/v1', 32))
    expect(await mac(keyring, 'csrf', 'text')).toBe(createHmac('sha256', key).update('text').digest('base64url'))
    const kid = Buffer.from(hkdfSync('sha256', secret, '', 'next-auth/kid/v1', 9)).toString('base64url')
    expect(await keyring.newest.kid()).toBe(kid)
    expect(await mac(keyring, 'csrf', 'text')).not.toBe(createHmac('sha256', secret).update('text').digest('base64url'))
    expect(await mac(keyring, 'email-link', 'text')).not.toBe(await mac(keyring, 'csrf', 'text'))
  })

  test('J-14 the newest makes, the older ones still verify, one taken off does not', async () => {
    const before = createKeyring([older], { runtime })
    const both = createKeyring([secret, older], { runtime })
    const after = createKeyring([secret], { runtime })
    const old = await mac(before, 'csrf', 'text')
    expect(await macs(both, 'csrf', 'text')).toEqual([await mac(after, 'csrf', 'text'), old])
    expect(await verifyMac(both, 'csrf', 'text', old)).toBe(true)
    expect(await verifyMac(both, 'csrf', 'other', old)).toBe(false)
    expect(await verifyMac(both, 'email-link', 'text', old)).toBe(false)
    expect(await verifyMac(after, 'csrf', 'text', old)).toBe(false)
    for (const given of ['', old.slice(1), `${old}=`, `${old} `]) expect(await verifyMac(both, 'csrf', 'text', given)).toBe(false)
  })

  test('keys are derived once', async () => {
    const derive = vi.spyOn(globalThis.crypto.subtle, 'deriveBits')
    const keyring = createKeyring([secret], { runtime })
    const hmac = keyring.newest.hmac('mac/csrf')
    expect(keyring.newest.hmac('mac/csrf')).toBe(hmac)
    await mac(keyring, 'csrf', 'a')
    await mac(keyring, 'csrf', 'b')
    expect(derive).toHaveBeenCalledTimes(runtime === 'web' ? 1 : 0)
    derive.mockRestore()
  })

  test('CF-08 hashes are the same', async () => {
    const { sha256: hash } = choosePrimitives(runtime)
    expect(await hash('')).toBe('47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU')
    expect(await hash('ä€')).toBe(await sha256('ä€'))
  })
})

test('on Node nothing is promised', () => {
  const keyring = createKeyring([secret, older])
  expect(mac(keyring, 'csrf', 'text')).toBeTypeOf('string')
  expect(verifyMac(keyring, 'csrf', 'text', '')).toBe(false)
  expect(sha256('text')).toBeTypeOf('string')
})

test('a derivation that failed once is tried again', async () => {
  const derive = vi.spyOn(globalThis.crypto.subtle, 'deriveBits').mockRejectedValueOnce(new Error('out of memory'))
  const keyring = createKeyring([secret], { runtime: 'web' })
  await expect(mac(keyring, 'csrf', 'text')).rejects.toThrow('out of memory')
  expect(await mac(keyring, 'csrf', 'text')).toHaveLength(43)
  derive.mockRestore()
})

test('CF-01 no secret is an error with the way out, and names none', () => {
  for (const secrets of [[], [''], [secret, '']]) {
    expect(() => createKeyring(secrets)).toThrow(AuthError)
    expect(() => createKeyring(secrets)).toThrow(/AUTH_SECRET/)
    expect(() => createKeyring(secrets)).not.toThrow(secret)
  }
})

test('where there is no node:crypto, WebCrypto works', () => {
  const { process } = globalThis
  vi.stubGlobal('process', { env: {} })
  const { runtime } = choosePrimitives()
  vi.stubGlobal('process', process)
  expect(runtime).toBe('web')
  expect(choosePrimitives().runtime).toBe('node')
})
