import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createKeyring } from './keys.js'
import { seal, unseal } from './seal.js'

const now = Date.UTC(2026, 10, 23)
const where = { purpose: 'oauth-transaction', bind: ['__Host-next-auth.tx.', 'https://app.example/api/auth', 'github'] }
const options = { ...where, value: { state: 'ä€', n: [1, null] }, expires: now + 1000 }
const secrets = ['a secret for tests, and for nothing else', 'the secret that was there before this one'] as const
const runtimes = ['node', 'web'] as const

describe.each(runtimes)('on %s', (runtime) => {
  const keyring = createKeyring(secrets, { runtime })

  test('opens what it sealed, safe for a cookie and different each time', async () => {
    const sealed = await seal(keyring, options)
    expect(sealed).toMatch(/^1\.[A-Za-z0-9_-]{12}\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]+$/)
    expect(await unseal(keyring, { ...where, now }, sealed)).toEqual(options.value)
    expect(await seal(keyring, options)).not.toBe(sealed)
  })

  test('CF-08 the other runtime opens it', async () => {
    const other = createKeyring(secrets, { runtime: runtime === 'node' ? 'web' : 'node' })
    expect(await unseal(other, { ...where, now }, await seal(keyring, options))).toEqual(options.value)
  })

  test('CK-29 another purpose, cookie, site, provider, or the same in another order does not open it', async () => {
    const sealed = await seal(keyring, options)
    const [cookie, site, provider] = where.bind as [string, string, string]
    const binds = [
      [],
      [cookie, site],
      [cookie, site, 'gitlab'],
      [cookie, provider, site],
      [cookie + site, '', provider],
      [...where.bind, ''],
    ]
    for (const bind of binds) expect(await unseal(keyring, { ...where, bind, now }, sealed)).toBeNull()
    expect(await unseal(keyring, { ...where, purpose: 'email-request', now }, sealed)).toBeNull()
    expect(await unseal(keyring, { purpose: 'oauth', bind: ['-transaction', ...where.bind], now }, sealed)).toBeNull()
  })

  test('it ends by its own clock', async () => {
    const sealed = await seal(keyring, options)
    expect(await unseal(keyring, { ...where, now: now + 999 }, sealed)).toEqual(options.value)
    expect(await unseal(keyring, { ...where, now: now + 1000 }, sealed)).toBeNull()
    expect(await unseal(keyring, { ...where, now: Number.NaN }, sealed)).toBeNull()
    for (const expires of [Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => seal(keyring, { ...options, expires })).toThrow(/milliseconds/)
  })

  test('J-14 an older secret opens, one taken off does not, the newest seals', async () => {
    const old = await seal(createKeyring([secrets[1]], { runtime }), options)
    expect(await unseal(keyring, { ...where, now }, old)).toEqual(options.value)
    expect(await unseal(createKeyring([secrets[0]], { runtime }), { ...where, now }, old)).toBeNull()
    expect(await unseal(createKeyring([secrets[0]], { runtime }), { ...where, now }, await seal(keyring, options))).toEqual(options.value)
  })

  test('FZ-05 any one character changed, left out or added: nothing opens, nothing throws', async () => {
    const sealed = await seal(keyring, options)
    for (let i = 0; i < sealed.length; i++) {
      const swapped = sealed[i] === 'A' ? 'B' : 'A'
      for (const changed of [
        sealed.slice(0, i) + swapped + sealed.slice(i + 1),
        sealed.slice(0, i) + sealed.slice(i + 1),
        `${sealed.slice(0, i)}A${sealed.slice(i)}`,
      ]) {
        if (changed !== sealed) expect(await unseal(keyring, { ...where, now }, changed), changed).toBeNull()
      }
    }
    for (const text of [
      '',
      '.',
      '...',
      `${sealed}=`,
      ` ${sealed}`,
      `${sealed}.`,
      `2${sealed.slice(1)}`,
      sealed + sealed,
      'A'.repeat(100_000),
    ]) {
      expect(await unseal(keyring, { ...where, now }, text)).toBeNull()
    }
    // biome-ignore lint/suspicious/noExplicitAny: what a cookie reader in plain JavaScript may hand over
    for (const odd of [undefined, null, 1, {}, []] as any[]) expect(await unseal(keyring, { ...where, now }, odd)).toBeNull()
  })

  test('FZ-05 any text at all: null', async () => {
    const kid = await keyring.newest.kid()
    const like = fc.tuple(fc.string({ minLength: 22, maxLength: 22 }), fc.base64String()).map(([salt, body]) => `1.${kid}.${salt}.${body}`)
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), like), async (text) => (await unseal(keyring, { ...where, now }, text)) === null),
    )
  })

  test('any JSON value comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const plain = JSON.parse(JSON.stringify(value))
        expect(await unseal(keyring, { ...where, now }, await seal(keyring, { ...options, value }))).toEqual(plain)
      }),
      { numRuns: 50 },
    )
  })
})

test('on Node nothing is promised', () => {
  const keyring = createKeyring(secrets)
  const sealed = seal(keyring, options)
  expect(sealed).toBeTypeOf('string')
  expect(unseal(keyring, { ...where, now }, sealed as string)).toEqual(options.value)
})

test('J-09 what repeats takes as much room as what does not', async () => {
  const keyring = createKeyring(secrets)
  const same = await seal(keyring, { ...options, value: 'a'.repeat(1000) })
  const mixed = await seal(keyring, { ...options, value: 'abcdefghij'.repeat(100) })
  expect(same.length).toBe(mixed.length)
  expect(same.length).toBeGreaterThan(1300)
})

test('CF-08 one sealed long ago still opens', async () => {
  for (const runtime of runtimes) {
    expect(
      await unseal(
        createKeyring(secrets, { runtime }),
        { purpose: 'vector', bind: ['a', 'b'], now },
        '1.NRb4ZCX3KmOz.VaC1OZtd4qM-0u7Cgg06Qg.gWEH-qCcWT5FFiMnvZ0mmB0IRKZEsuOMCESm9lAVzxMxpzLbbGmwKTnL805wcIivtmE0EdzXsVBAlhYAnWJSnS9aOPw',
      ),
    ).toBe('kept')
  }
})
