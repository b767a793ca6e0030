import type { Adapter } from '../../adapters/contract.js'
import { account, ann, failure, type Harness, session, soon } from './harness.js'

/** What a key must never be taken for: everything, another row, or a piece of the query language. */
const wrong: readonly (readonly [name: string, value: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['empty text', ''],
  ['zero', 0],
  ['not a number', Number.NaN],
  ['true', true],
  ['an object', {}],
  ['an operator', { $ne: null }],
  ['an expression', { $where: 'true' }],
  ['an empty list', []],
  ['a list', ['ann@example.com']],
  ['10 KB', 'a'.repeat(10_240)],
  ['a quote', "' or '1'='1"],
  ['a closed query', '"; drop table users; --'],
  ['a backslash', '\\'],
  ['wildcards', '%_*?'],
  ['NUL', '\0'],
  ['the key with NUL after it', 'ann@example.com\0'],
  ['a lone surrogate', '\ud800'],
]

/** Texts that a loose comparison takes for the one they stand beside. */
const neighbours: readonly (readonly [kept: string, asked: string])[] = [
  ['subject', 'Subject'],
  ['subject', 'SUBJECT'],
  ['subject', 'subject '],
  ['subject', ' subject'],
  ['subject', 'subject\t'],
  ['subject', 'subject\u200b'],
  ['subject', 'subjec'],
  ['subject', 'subjec_'],
  ['subject', 's%'],
  ['resume', 'résumé'],
  ['é', 'e\u0301'],
  ['ss', 'ß'],
  ['ı', 'i'],
  ['a', 'ａ'],
  ['1', '01'],
  ['1', '1.0'],
  ['1', '１'],
  ['\ufffd', '\ud800'],
]

export function keyCases(harness: Harness): void {
  wrongKeys(harness)
  looseKeys(harness)
  wrongWrites(harness)
}

/** One row of everything, under keys that a careless conversion to text would arrive at. */
async function fill(adapter: Required<Adapter>): Promise<string> {
  const user = await adapter.createUser(ann())
  for (const text of ['undefined', 'null', '0', 'NaN', 'true', '[object Object]', '1', 'ann@example.com']) {
    await adapter.linkAccount(account(user.id, { provider: text, providerAccountId: text }))
    await adapter.createSession(session(user.id, { sessionToken: text }))
    await adapter.createVerificationToken({ identifier: text, token: `hash of ${text}`, expires: soon() })
  }
  return user.id
}

function wrongKeys({ check, expect }: Harness): void {
  for (const [name, value] of wrong) {
    check(`DB-14 no lookup answers to ${name}`, async (adapter) => {
      const id = await fill(adapter)
      const key = value as string
      const lookups: readonly (() => unknown)[] = [
        () => adapter.getUser(key),
        () => adapter.getUserByEmail(key),
        () => adapter.getUserByAccount({ provider: key, providerAccountId: '1' }),
        () => adapter.getUserByAccount({ provider: '1', providerAccountId: key }),
        () => adapter.getUserByAccount({ provider: key, providerAccountId: key }),
        () => adapter.getSessionAndUser(key),
        () => adapter.useVerificationToken({ identifier: key, token: 'hash of 1' }),
        () => adapter.useVerificationToken({ identifier: '1', token: key }),
        () => adapter.useVerificationToken({ identifier: key, token: key }),
        () => adapter.deleteSession(key),
        () => adapter.unlinkAccount({ provider: key, providerAccountId: key }),
        () => adapter.deleteUser(key),
        () => adapter.updateSession({ sessionToken: key, expires: soon() }),
      ]
      for (const lookup of lookups) expect((await answer(lookup)) ?? null).toBe(null)
      await failure(() => adapter.updateUser({ id: key, name: 'Mallory' }))
      await expectUntouched(adapter, id, expect)
    })
  }
}

/** `null` and an error are both a refusal. */
async function answer(lookup: () => unknown): Promise<unknown> {
  try {
    return await lookup()
  } catch {
    return null
  }
}

async function expectUntouched(adapter: Required<Adapter>, id: string, expect: Harness['expect']): Promise<void> {
  expect((await adapter.getUser(id))?.name).toBe('Ann')
  for (const text of ['undefined', 'null', '0', 'NaN', 'true', '[object Object]', '1', 'ann@example.com']) {
    expect((await adapter.getUserByAccount({ provider: text, providerAccountId: text }))?.id).toBe(id)
    expect((await adapter.getSessionAndUser(text))?.user.id).toBe(id)
    expect((await adapter.useVerificationToken({ identifier: text, token: `hash of ${text}` }))?.identifier).toBe(text)
  }
}

function looseKeys({ check, expect }: Harness): void {
  for (const [kept, asked] of neighbours) {
    check(`LK-18 ${JSON.stringify(asked)} is not ${JSON.stringify(kept)}`, async (adapter) => {
      const { id } = await adapter.createUser(ann({ email: `${kept}@example.com` }))
      await adapter.linkAccount(account(id, { provider: 'acme', providerAccountId: kept }))
      await adapter.linkAccount(account(id, { provider: kept, providerAccountId: 'acme' }))
      await adapter.createSession(session(id, { sessionToken: kept }))
      await adapter.createVerificationToken({ identifier: kept, token: kept, expires: soon() })
      expect(await answer(() => adapter.getUserByEmail(`${asked}@example.com`))).toBe(null)
      expect(await answer(() => adapter.getUserByAccount({ provider: 'acme', providerAccountId: asked }))).toBe(null)
      expect(await answer(() => adapter.getUserByAccount({ provider: asked, providerAccountId: 'acme' }))).toBe(null)
      expect(await answer(() => adapter.getSessionAndUser(asked))).toBe(null)
      expect(await answer(() => adapter.useVerificationToken({ identifier: kept, token: asked }))).toBe(null)
      expect(await answer(() => adapter.useVerificationToken({ identifier: asked, token: kept }))).toBe(null)
      expect((await adapter.useVerificationToken({ identifier: kept, token: kept }))?.identifier).toBe(kept)
    })
  }

  check('LK-18 subjects that differ by case, accent, space or form are accounts of different users', async (adapter) => {
    const subjects = ['subject', 'Subject', 'subject ', 'súbject', 'su\u0301bject', 'ｓubject']
    for (const [at, providerAccountId] of subjects.entries()) {
      const { id } = await adapter.createUser(ann({ email: `${at}@example.com` }))
      await adapter.linkAccount(account(id, { providerAccountId }))
    }
    for (const [at, providerAccountId] of subjects.entries()) {
      expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId }))?.email).toBe(`${at}@example.com`)
    }
  })
}

function wrongWrites({ check, expect }: Harness): void {
  check('LK-15 nothing is written under a key that is not one', async (adapter) => {
    const { id } = await adapter.createUser(ann())
    for (const value of [undefined, null, '', 0, {}, []]) {
      const key = value as unknown as string
      const writes: readonly (() => unknown)[] = [
        () => adapter.linkAccount(account(id, { providerAccountId: key })),
        () => adapter.linkAccount(account(id, { provider: key })),
        () => adapter.linkAccount(account(key)),
        () => adapter.createSession(session(key)),
        () => adapter.createSession(session(id, { sessionToken: key })),
        () => adapter.createVerificationToken({ identifier: key, token: 'hash', expires: soon() }),
        () => adapter.createVerificationToken({ identifier: 'ann@example.com', token: key, expires: soon() }),
      ]
      for (const write of writes) expect((await failure(write)) !== undefined).toBe(true)
    }
  })

  check('nothing is written that belongs to nobody', async (adapter) => {
    const nobody = crypto.randomUUID()
    expect((await failure(() => adapter.linkAccount(account(nobody)))) !== undefined).toBe(true)
    expect((await failure(() => adapter.createSession(session(nobody)))) !== undefined).toBe(true)
    expect(await adapter.getSessionAndUser('hash-of-a-token')).toBe(null)
  })

  check('an end that is no date is refused', async (adapter) => {
    const { id } = await adapter.createUser(ann())
    const never = new Date(Number.NaN)
    expect((await failure(() => adapter.createSession(session(id, { expires: never })))) !== undefined).toBe(true)
    expect((await failure(() => adapter.createVerificationToken({ identifier: 'a', token: 'b', expires: never }))) !== undefined).toBe(true)
  })
}
