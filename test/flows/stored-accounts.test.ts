import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connect, memory } from 'next-auth/adapters'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Adapter, AdapterAccount } from '../../src/adapters/contract.js'
import type { Account } from '../../src/base/types.js'
import type { Provider } from '../../src/providers/contract.js'
import { type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { type OAuth1Double, oauth1Double } from '../providers/oauth1-double.js'
import { errorOf, signIn, walk } from '../providers/walk.js'

let op: Misbehaving
let old: OAuth1Double
beforeAll(async () => {
  op = await misbehaving()
  old = await oauth1Double()
})
beforeEach(() => {
  op.behave()
  old.behave()
})
afterAll(() => Promise.all([op.close(), old.close()]))

const closing: (() => unknown)[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  for (const close of closing.splice(0).reverse()) await close()
})

function sqlite(url = 'sqlite::memory:', warn: (code: string, message: string) => void = () => {}): Required<Adapter> {
  const adapter = connect({ url, warn })
  closing.push(() => adapter.close())
  return adapter
}

const stores: readonly (readonly [name: string, open: () => Required<Adapter>])[] = [
  ['in memory', memory],
  ['in SQLite', sqlite],
]

/** A service of OAuth 2 whose people are those of the OpenID Provider. */
const service = (issuer?: string): Provider => ({
  ...op.provider({ issuer: issuer as never }),
  id: 'service',
  type: 'oauth',
  authorization: { url: `${op.url}/authorize` },
  token: { url: `${op.url}/token` },
  userinfo: { url: `${op.url}/userinfo` },
})

/** A sign-in; the account that the callback and the event saw. */
async function enter(provider: Provider, adapter: Adapter): Promise<readonly (Account | null | undefined)[]> {
  const seen: (Account | null | undefined)[] = []
  const { someone } = walk({
    providers: [provider],
    adapter,
    callbacks: { signIn: ({ account }) => seen.push(account) > 0 },
    events: { linkAccount: ({ account }) => void seen.push(account) },
  })
  expect(errorOf(await signIn(someone, provider.id))).toBeNull()
  return seen
}

describe.each(stores)('an account %s', (_, open) => {
  test('of OAuth 1 keeps its token and the secret', async () => {
    const adapter = open()
    const [account] = await enter(old.provider(), adapter)
    const key = { provider: 'one', providerAccountId: '1234567890123456789' }
    expect(await adapter.unlinkAccount(key)).toEqual({ ...account, userId: expect.any(String) })
    expect(account?.oauth_token_secret).toBe(old.secrets.at(-1))
  })

  test('of OpenID Connect keeps who vouched for it', async () => {
    const adapter = open()
    const seen = await enter(op.provider(), adapter)
    expect(await adapter.unlinkAccount({ provider: 'op', providerAccountId: 'ann-1' })).toMatchObject({ type: 'oidc', issuer: op.url })
    for (const account of seen) expect(account).not.toHaveProperty('issuer')
  })

  test('of a tenant keeps the issuer of that tenant, not the form of all of them', async () => {
    const issuer = `${op.url}/{tenantid}/v2`
    const tenant = '8a3f2c60-6f0e-4c0b-9d51-2f6f3c1f7b11'
    op.faults = {
      metadata: (right) => ({ ...right, issuer }),
      claims: (right) => ({ ...right, tid: tenant, iss: `${op.url}/${tenant}/v2` }),
    }
    const adapter = open()
    await enter(op.provider({ issuer, wellKnown: `${op.url}/.well-known/openid-configuration`, tenants: [tenant] }), adapter)
    const account = (await adapter.unlinkAccount({ provider: 'op', providerAccountId: 'ann-1' })) as AdapterAccount
    expect(account.issuer).toBe(`${op.url}/${tenant}/v2`)
  })

  test('of OAuth 2 keeps the issuer that is configured, or none', async () => {
    for (const issuer of [op.url, undefined]) {
      const adapter = open()
      await enter(service(issuer), adapter)
      const account = (await adapter.unlinkAccount({ provider: 'service', providerAccountId: 'ann-1' })) as AdapterAccount
      expect(account.issuer).toBe(issuer)
      expect('issuer' in account).toBe(issuer !== undefined)
      await adapter.close()
    }
  })

  test('that is linked by who is signed in keeps it as well, and `account()` cannot say another one', async () => {
    const adapter = open()
    const account = (): Partial<Account> => ({ issuer: 'https://evil.example' })
    const { someone } = walk({ providers: [old.provider(), op.provider({ account })], adapter })
    await signIn(someone, 'one')
    expect(errorOf(await signIn(someone, 'op', { intent: 'link' }))).toBeNull()
    expect(await adapter.unlinkAccount({ provider: 'op', providerAccountId: 'ann-1' })).toMatchObject({ issuer: op.url })
  })
})

test.each([
  ['without transactions', false],
  ['with transactions', true],
])('an adapter of v4 or v5 %s is handed no issuer', async (_, isAtomic) => {
  const handed: AdapterAccount[] = []
  const older = ({ sweep: _s, countAttempt: _c, transaction: _t, linkAccount, ...verbs }: Required<Adapter>): Adapter => ({
    ...verbs,
    linkAccount(account) {
      handed.push(account)
      return linkAccount(account)
    },
  })
  const store = memory()
  const plain = older(store)
  const transaction: Required<Adapter>['transaction'] = (work) => store.transaction((within) => work(older(within as Required<Adapter>)))
  await enter(op.provider(), isAtomic ? { ...plain, transaction } : plain)
  expect(handed.map((account) => [account.provider, 'issuer' in account])).toEqual([['op', false]])
})

describe('in a database at the schema before', () => {
  const pending = 'SCHEMA_OLDER The database lacks 0002-oauth1-tokens: npx next-auth migrate'

  async function entered(): Promise<{ told: string[]; one: unknown; other: unknown }> {
    const folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
    closing.push(() => rmSync(folder, { recursive: true, force: true }))
    const url = `sqlite:${folder}/auth.db`
    const first = connect({ url })
    await first.prepare()
    await first.close()
    const database = new DatabaseSync(join(folder, 'auth.db'))
    for (const column of ['oauth_token', 'oauth_token_secret']) database.exec(`alter table accounts drop column ${column}`)
    database.exec('delete from next_auth_schema where version = 2')
    database.close()
    const told: string[] = []
    const adapter = sqlite(url, (code, message) => told.push(`${code} ${message}`))
    await enter(old.provider(), adapter)
    op.person = { ...op.person, email: 'bob@example.com' }
    await enter(op.provider(), adapter)
    const one = await adapter.unlinkAccount({ provider: 'one', providerAccountId: '1234567890123456789' })
    return { told, one, other: await adapter.unlinkAccount({ provider: 'op', providerAccountId: 'ann-1' }) }
  }

  test('people sign in, by OAuth 1 too, whose tokens are not kept; the log says what to run', async () => {
    vi.stubEnv('NODE_ENV', 'production')
    const { told, one, other } = await entered()
    expect(told).toEqual([pending])
    expect(one).toEqual({ provider: 'one', type: 'oauth1', providerAccountId: '1234567890123456789', userId: expect.any(String) })
    expect(other).toMatchObject({ issuer: op.url, access_token: expect.any(String) })
  })

  test('in development the columns come by themselves', async () => {
    vi.stubEnv('NODE_ENV', 'development')
    const { one } = await entered()
    expect(one).toMatchObject({ type: 'oauth1', oauth_token_secret: old.secrets.at(-1) })
  })
})
