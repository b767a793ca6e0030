import { createHmac, hkdfSync } from 'node:crypto'
import fc from 'fast-check'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { toBase64url, toUtf8 } from '../../src/crypto/bytes.js'
import { createKeyring } from '../../src/crypto/keys.js'
import { createTokenCodec, type TokenCodec } from '../../src/jwt/token-codec.js'

const secret = 'a secret for tests, and for nothing else'
const older = 'the secret that was there before this one'
const audience = 'https://app.example/api/auth'
const now = Date.UTC(2026, 10, 23)
const how = { now, maxAge: 3600, audience }
const claims = { sub: 'u1', name: 'Änn', email: 'ann@example.com' }
const here = { now, audience }

const segment = (value: unknown): string => toBase64url(toUtf8(typeof value === 'string' ? value : JSON.stringify(value)))
const derive = (purpose: string, length: number): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `next-auth/${purpose}/v1`, length))
const kid = derive('kid', 9).toString('base64url')
const header = { alg: 'HS512', typ: 'session+jwt', kid }
const payload = { ...claims, aud: audience, exp: now / 1000 + 60 }

/** A JWS with a true signature under our own key, whatever stands in it. */
function forge(head: unknown, body: unknown = payload, hash = 'sha512'): string {
  const signed = `${segment(head)}.${segment(body)}`
  return `${signed}.${createHmac(hash, derive('session/jws', 64)).update(signed).digest('base64url')}`
}

function codec(
  runtime: 'node' | 'web',
  options: { encryption?: boolean; secrets?: readonly string[]; purpose?: string; remember?: boolean } = {},
): TokenCodec {
  const { encryption = false, secrets = [secret], ...rest } = options
  return createTokenCodec({ keyring: createKeyring(secrets, { runtime }), encryption, ...rest })
}

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each(['node', 'web'] as const)('on %s', (runtime) => {
  describe.each([false, true])('encryption: %s', (encryption) => {
    const ours = codec(runtime, { encryption })

    test('a token says again what it was told', async () => {
      const token = await ours.encode(claims, how)
      expect(token.split('.')).toHaveLength(encryption ? 5 : 3)
      expect(await ours.decode(token, here)).toEqual({
        ...claims,
        aud: audience,
        iat: now / 1000,
        exp: now / 1000 + 3600,
        jti: expect.any(String),
      })
    })

    test('SJ-02 any one character changed, left out or added is null', async () => {
      const token = await ours.encode(claims, how)
      for (let i = 0; i < token.length; i++) {
        const other = token[i] === 'A' ? 'B' : 'A'
        expect(await ours.decode(token.slice(0, i) + other + token.slice(i + 1), here), `changed at ${i}`).toBeNull()
        const shorter = token.slice(0, i) + token.slice(i + 1)
        expect(await ours.decode(shorter, here), `shorter at ${i}`).toBeNull()
        expect(await ours.decode(token.slice(0, i), here), `cut at ${i}`).toBeNull()
      }
    })

    test('SJ-02 every other spelling of the last character’s idle bits is null', async () => {
      const token = await ours.encode(claims, how)
      const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
      for (const { index: at } of token.matchAll(/[^.](?=\.|$)/g)) {
        for (const letter of alphabet) {
          if (letter !== token[at]) expect(await ours.decode(token.slice(0, at) + letter + token.slice(at + 1), here)).toBeNull()
        }
      }
    })

    test('SJ-02 another number of parts, padding, white space, other alphabets, other types are null', async () => {
      const token = await ours.encode(claims, how)
      const parts = token.split('.')
      const texts = [
        token + token,
        `${token}.`,
        `.${token}`,
        `${token}=`,
        `${token}==`,
        ` ${token}`,
        `${token}\n`,
        `\uFEFF${token}`,
        token.replace('.', '..'),
        token.replaceAll('.', '\u3002'),
        'ü'.repeat(200),
        '.'.repeat(70_000),
        'e'.repeat(200_000),
      ]
      for (let count = 0; count <= 7; count++) {
        if (count !== parts.length) texts.push(Array.from({ length: count }, (_, i) => parts[i] ?? 'AAAA').join('.'))
      }
      for (const text of texts) expect(await ours.decode(text, here), text.slice(0, 80)).toBeNull()
      // biome-ignore lint/suspicious/noExplicitAny: what code without types may hand over
      for (const odd of [undefined, null, 0, {}, [token]] as any[]) expect(await ours.decode(odd, here)).toBeNull()
    })

    test('SJ-03 it ends with exp and begins with nbf', async () => {
      const token = await ours.encode({ ...claims, nbf: now / 1000 + 10 }, how)
      expect(await ours.decode(token, here)).toBeNull()
      expect(await ours.decode(token, { audience, now: now + 10_000 })).not.toBeNull()
      expect(await ours.decode(token, { audience, now: now + 3_599_999 })).not.toBeNull()
      expect(await ours.decode(token, { audience, now: now + 3_600_000 })).toBeNull()
      expect(await ours.decode(token, { audience, now: Number.NaN })).toBeNull()
    })

    test('SJ-06 CK-30 another secret, another purpose, another audience is null', async () => {
      const token = await ours.encode(claims, how)
      expect(await codec(runtime, { encryption, secrets: [older] }).decode(token, here)).toBeNull()
      expect(await codec(runtime, { encryption, purpose: 'salt/invitation' }).decode(token, here)).toBeNull()
      expect(await ours.decode(await codec(runtime, { encryption, purpose: 'salt/invitation' }).encode(claims, how), here)).toBeNull()
      for (const other of ['https://other.example/api/auth', 'https://app.example/other', ''])
        expect(await ours.decode(token, { now, audience: other })).toBeNull()
      const nobodys = await ours.encode(claims, { now, maxAge: 60 })
      expect(await ours.decode(nobodys, here)).toBeNull()
      expect(await ours.decode(nobodys, { now })).not.toBeNull()
    })

    test('SJ-17 J-14 an older secret’s token is read, the newest writes, one taken off is nothing', async () => {
      const old = await codec(runtime, { encryption, secrets: [older] }).encode(claims, how)
      const both = codec(runtime, { encryption, secrets: [secret, older] })
      expect(await both.decode(old, here)).toMatchObject(claims)
      const renewed = await both.encode(claims, how)
      expect(await ours.decode(renewed, here)).toMatchObject(claims)
      expect(await ours.decode(old, here)).toBeNull()
    })

    test('FZ-05 no text makes it throw, no text but ours is accepted', async () => {
      const token = await ours.encode(claims, how)
      const parts = token.split('.')
      const mutated = fc
        .tuple(fc.nat(token.length), fc.nat(8), fc.string({ unit: 'binary', maxLength: 8 }))
        .map(([at, cut, put]) => token.slice(0, at) + put + token.slice(at + cut))
      const mixed = fc
        .array(fc.oneof(fc.constantFrom(...parts), fc.base64String(), fc.string()), { maxLength: 7 })
        .map((some) => some.join('.'))
      await fc.assert(
        fc.asyncProperty(
          fc.oneof(mutated, mixed, fc.string({ unit: 'binary' })),
          async (text) => text === token || (await ours.decode(text, here)) === null,
        ),
        { numRuns: 500 },
      )
    })

    test('FZ-05 any claims come back as JSON has them', async () => {
      const name = fc.string().filter((text) => !['__proto__', 'exp', 'nbf', 'iat', 'jti', 'aud', 'encrypted'].includes(text))
      await fc.assert(
        fc.asyncProperty(fc.dictionary(name, fc.jsonValue()), async (some) => {
          const plain = JSON.parse(JSON.stringify(some, (key, value) => (key === '__proto__' ? undefined : value)))
          expect(await ours.decode(await ours.encode(some, how), here)).toMatchObject(plain)
        }),
        { numRuns: 50 },
      )
    })

    test('J-15 length is bounded both ways', async () => {
      await expect((async () => ours.encode({ note: '€'.repeat(30_000) }, how))()).rejects.toMatchObject({ type: 'SessionTooLarge' })
    })
  })

  test('SJ-03 a token under our own key without an end, or with an absurd one, is null', async () => {
    const ours = codec(runtime)
    expect(await ours.decode(forge(header), here)).toMatchObject(claims)
    const { exp, ...endless } = payload
    for (const body of [
      endless,
      { ...endless, exp: String(exp) },
      { ...endless, exp: null },
      { ...endless, exp: now },
      { ...endless, exp: 1e300 },
      { ...endless, exp: now / 1000 - 1 },
      [payload],
      'null',
      `{"aud":"${audience}","exp":1e999}`,
    ]) {
      expect(await ours.decode(forge(header, body), here), JSON.stringify(body)).toBeNull()
    }
  })

  test('SJ-05 SJ-12 J-04 another header is null, even under our own key', async () => {
    const ours = codec(runtime)
    const heads = [
      { ...header, alg: 'none' },
      { ...header, alg: 'HS256' },
      { ...header, alg: 'HS384' },
      { ...header, alg: 'RS256' },
      { ...header, alg: 'hs512' },
      { alg: 'HS512' },
      { alg: 'HS512', typ: 'JWT', kid },
      { alg: 'HS512', kid, typ: 'session+jwt' },
      { ...header, kid: 'unknown-kid-' },
      { ...header, zip: 'DEF' },
      { ...header, crit: ['exp'] },
      { ...header, b64: false, crit: ['b64'] },
      { ...header, jku: 'https://evil.example/keys' },
      { ...header, jwk: { kty: 'oct', k: 'AAAA' } },
      JSON.stringify(header, null, 1),
      `{"alg":"none",${JSON.stringify(header).slice(1)}`,
    ]
    for (const head of heads) expect(await ours.decode(forge(head), here), JSON.stringify(head)).toBeNull()
    for (const hash of ['sha256', 'sha384']) expect(await ours.decode(forge(header, payload, hash), here)).toBeNull()
    expect(await ours.decode(`${segment({ ...header, alg: 'none' })}.${segment(payload)}.`, here)).toBeNull()
    expect(await ours.decode(`${segment(header)}.${segment(payload)}.`, here)).toBeNull()
  })

  test('SJ-05 a readable token where encrypted ones are written is null, and the reverse', async () => {
    const readable = codec(runtime)
    const encrypted = codec(runtime, { encryption: true })
    expect(await encrypted.decode(await readable.encode(claims, how), here)).toBeNull()
    expect(await readable.decode(await encrypted.encode(claims, how), here)).toBeNull()
  })

  test('SJ-07 SJ-12 SJ-13 another way of encryption is refused before anything is computed', async () => {
    const ours = codec(runtime, { encryption: true })
    const token = await ours.encode(claims, how)
    const [head = '', ...rest] = token.split('.')
    const good = JSON.parse(Buffer.from(head, 'base64url').toString())
    const heads = [
      { ...good, alg: 'PBES2-HS256+A128KW', p2c: 2 ** 31, p2s: 'AAAA' },
      { ...good, p2c: 2 ** 31 },
      { ...good, alg: 'RSA-OAEP' },
      { ...good, alg: 'A128KW' },
      { ...good, alg: 'ECDH-ES', epk: {} },
      { ...good, enc: 'A128GCM' },
      { ...good, enc: 'A256CBC-HS512' },
      { ...good, zip: 'DEF' },
      { ...good, kid: 'unknown-kid-' },
      { ...good, salt: 'A","zip":"DEF","x":"AA' },
    ]
    // As raw text: members smuggled in where the salt belongs, and an end that is not ours.
    const text = JSON.stringify(good)
    const start = text.slice(0, -good.salt.length - 2)
    const raw = [
      `${start}A","zip":"DEF","x":"AA"}`,
      `${start}${good.salt}","zip":"DEF","salt":"${good.salt}"}`,
      `${text.slice(0, -1)} `,
      `${text.slice(0, -1)},`,
    ]
    const { runtime: kind, ...work } = createKeyring([secret], { runtime }).primitives
    expect(kind).toBe(runtime)
    const keyring = createKeyring([secret], { runtime })
    const decrypt = vi.fn(work.decrypt)
    const watched = createTokenCodec({ keyring: { ...keyring, primitives: { ...keyring.primitives, decrypt } }, encryption: true })
    for (const one of [...heads, ...raw])
      expect(await watched.decode([segment(one), ...rest].join('.'), here), JSON.stringify(one)).toBeNull()
    expect(decrypt).not.toHaveBeenCalled()
    expect(await watched.decode(token, here)).toMatchObject(claims)
    expect(decrypt).toHaveBeenCalledTimes(1)
  })

  test('SJ-07 a tag that was cut short is refused', async () => {
    const ours = codec(runtime, { encryption: true })
    const token = await ours.encode(claims, how)
    const [head, wrapped, iv, data, tag = ''] = token.split('.')
    for (const octets of [0, 1, 4, 8, 12, 15]) {
      const short = Buffer.from(tag, 'base64url').subarray(0, octets).toString('base64url')
      expect(await ours.decode([head, wrapped, iv, data, short].join('.'), here)).toBeNull()
    }
  })

  test('J-09 nothing is compressed: what repeats takes as much room', async () => {
    const ours = codec(runtime, { encryption: true })
    const same = await ours.encode({ note: 'a'.repeat(1000) }, how)
    const mixed = await ours.encode({ note: 'abcdefghij'.repeat(100) }, how)
    expect(same.length).toBe(mixed.length)
  })
})

test('SJ-16 2^16 tokens under one secret: no salt and no IV comes twice', async () => {
  const ours = codec('node', { encryption: true })
  const seen = new Set<string>()
  for (let i = 0; i < 2 ** 16; i++) {
    const [head = '', , iv = ''] = (await ours.encode({ sub: 'u1' }, how)).split('.')
    // The salt ends the header; its last 36 letters hold all of it.
    seen.add(head.slice(-36)).add(iv)
  }
  expect(seen.size).toBe(2 ** 17)
}, 60_000)
