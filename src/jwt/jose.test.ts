import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { CompactEncrypt, compactDecrypt, EncryptJWT, jwtDecrypt, jwtVerify, SignJWT } from 'jose'
import { describe, expect, test } from 'vitest'
import { createKeyring } from '../crypto/keys.js'
import { createTokenCodec } from './token-codec.js'

const secret = 'a secret for tests, and for nothing else'
const now = Date.now()
const how = { now, maxAge: 60 }
const runtimes = ['node', 'web'] as const

// The keys as the documentation describes them, made without any of ours.
const derive = (purpose: string, length: number) => new Uint8Array(hkdfSync('sha256', secret, '', `next-auth/${purpose}/v1`, length))
const kid = Buffer.from(derive('kid', 9)).toString('base64url')
const signingKey = derive('session/jws', 64)
const keyFor = (salt: string) => new Uint8Array(createHmac('sha256', derive('session/jwe', 32)).update(`${salt}\x01`).digest())

describe.each(runtimes)('on %s', (runtime) => {
  const keyring = createKeyring([secret], { runtime })
  const readable = createTokenCodec({ keyring, encryption: false })
  const encrypted = createTokenCodec({ keyring, encryption: true })

  test('jose verifies what we sign', async () => {
    const token = await readable.encode({ sub: 'u1', name: 'Änn €' }, how)
    const { payload, protectedHeader } = await jwtVerify(token, signingKey, { algorithms: ['HS512'], typ: 'session+jwt' })
    expect(protectedHeader).toEqual({ alg: 'HS512', typ: 'session+jwt', kid })
    expect(payload).toMatchObject({ sub: 'u1', name: 'Änn €' })
  })

  test('we read what jose signs', async () => {
    const token = await new SignJWT({ sub: 'u1', name: 'Änn €' })
      .setProtectedHeader({ alg: 'HS512', typ: 'session+jwt', kid })
      .setExpirationTime('1m')
      .sign(signingKey)
    expect(await readable.decode(token, { now })).toMatchObject({ sub: 'u1', name: 'Änn €' })
  })

  test('jose decrypts what we encrypt, given the key alone', async () => {
    const token = await encrypted.encode({ sub: 'u1', name: 'Änn €' }, how)
    const header = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString())
    expect(Object.keys(header)).toEqual(['alg', 'enc', 'typ', 'kid', 'salt'])
    expect(header).toMatchObject({ alg: 'dir', enc: 'A256GCM', typ: 'session+jwt', kid, salt: expect.stringMatching(/^[\w-]{22}$/) })
    expect((await jwtDecrypt(token, keyFor(header.salt))).payload).toMatchObject({ sub: 'u1', name: 'Änn €' })
    expect(JSON.parse(new TextDecoder().decode((await compactDecrypt(token, keyFor(header.salt))).plaintext))).toMatchObject({ sub: 'u1' })
  })

  test('we decrypt what jose encrypts', async () => {
    const salt = randomBytes(16).toString('base64url')
    const token = await new EncryptJWT({ sub: 'u1', name: 'Änn €' })
      .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'session+jwt', kid, salt })
      .setExpirationTime('1m')
      .encrypt(keyFor(salt))
    expect(await encrypted.decode(token, { now })).toMatchObject({ sub: 'u1', name: 'Änn €' })
  })

  test('J-15 a payload under our key that is no UTF-8 or no JSON is nothing', async () => {
    const salt = randomBytes(16).toString('base64url')
    for (const plain of [Uint8Array.from([0x7b, 0xff, 0x7d]), new TextEncoder().encode('{'), new Uint8Array(0)]) {
      const token = await new CompactEncrypt(plain)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'session+jwt', kid, salt })
        .encrypt(keyFor(salt))
      expect(await encrypted.decode(token, { now })).toBeNull()
    }
  })
})
