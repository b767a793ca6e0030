import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, test } from 'vitest'
import { privateKeyOf } from './private-key.js'

const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = (namedCurve: string): KeyObject => generateKeyPairSync('ec', { namedCurve }).privateKey
const jwk = (key: KeyObject, more: object = {}): JsonWebKey => ({ ...key.export({ format: 'jwk' }), ...more })

test.each([
  ['RSA', jwk(rsa.privateKey), { name: 'RSASSA-PKCS1-v1_5', hash: { name: 'SHA-256' } }],
  ['RSA for RS512', jwk(rsa.privateKey, { alg: 'RS512' }), { name: 'RSASSA-PKCS1-v1_5', hash: { name: 'SHA-512' } }],
  ['RSA for PS256', jwk(rsa.privateKey, { alg: 'PS256' }), { name: 'RSA-PSS', hash: { name: 'SHA-256' } }],
  ['P-256', jwk(ec('P-256')), { name: 'ECDSA', namedCurve: 'P-256' }],
  ['P-521', jwk(ec('P-521'), { key_ops: ['sign'], use: 'sig' }), { name: 'ECDSA', namedCurve: 'P-521' }],
  ['Ed25519', jwk(generateKeyPairSync('ed25519').privateKey), { name: 'Ed25519' }],
])('RFC 7517 a JWK of %s signs, and nobody reads it out again', async (_what, given, algorithm) => {
  const key = (await privateKeyOf(given)) as CryptoKey
  expect(key.algorithm).toMatchObject(algorithm)
  expect([key.type, key.extractable, key.usages]).toEqual(['private', false, ['sign']])
})

test('its `kid` goes into the assertions; keys of the runtime are taken as they are', async () => {
  const made = await privateKeyOf(jwk(rsa.privateKey, { kid: 'one' }))
  expect(made).toEqual({ key: expect.any(CryptoKey), kid: 'one' })
  const { key } = made as { key: CryptoKey }
  expect(await privateKeyOf(key)).toBe(key)
  expect(await privateKeyOf({ key, kid: 'two' })).toEqual({ key, kid: 'two' })
  expect(await privateKeyOf(undefined)).toBeUndefined()
})

test.each([
  ['a public key', jwk(rsa.publicKey)],
  ['a key for encryption', jwk(rsa.privateKey, { alg: 'RSA-OAEP' })],
  ['a curve that JWS does not know', jwk(ec('secp256k1'))],
  ['a secret', { kty: 'oct', k: 'AAAA' }],
  ['a text', '-----BEGIN PRIVATE KEY-----' as never],
  ['nothing', null as never],
])('%s is none', async (_what, given) => {
  await expect(privateKeyOf(given)).rejects.toThrow('`token.clientPrivateKey` is no private')
})
