import type { AdapterAccount } from '../../adapters/contract.js'
import { account, allAtOnce, ann, failure, type Harness } from './harness.js'

export function accountCases(harness: Harness): void {
  keeping(harness)
  owning(harness)
}

function keeping({ check, expect, has }: Harness): void {
  check('a user has several accounts, and loses the one that is unlinked', async (adapter) => {
    const { id } = await adapter.createUser(ann())
    await adapter.linkAccount(
      account(id, { access_token: 'a'.repeat(10_240), refresh_token: 'r', expires_at: 1_790_000_000, scope: 'openid email' }),
    )
    await adapter.linkAccount(account(id, { provider: 'umbrella' }))
    await adapter.unlinkAccount({ provider: 'acme', providerAccountId: '1' })
    expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' })).toBe(null)
    expect((await adapter.getUserByAccount({ provider: 'umbrella', providerAccountId: '1' }))?.id).toBe(id)
    expect((await adapter.getUser(id))?.id).toBe(id)
  })

  if (!has('accountFacts')) return

  check('LK-02 what another issuer says is nobody’s account here, and an account without an issuer is anybody’s', async (adapter) => {
    const { id } = await adapter.createUser(ann())
    const key = { provider: 'acme', providerAccountId: '1' }
    await adapter.linkAccount(account(id, { issuer: 'https://acme.example' }))
    for (const said of [key, { ...key, issuer: 'https://acme.example' }, { ...key, issuer: 'https://acme.example/' }])
      expect((await adapter.getUserByAccount(said))?.id).toBe(id)
    const error = await failure(() => adapter.getUserByAccount({ ...key, issuer: 'https://evil.example' }))
    expect(String(error).includes('another issuer')).toBe(true)
    await adapter.unlinkAccount(key)
    await adapter.linkAccount(account(id))
    expect((await adapter.getUserByAccount({ ...key, issuer: 'https://evil.example' }))?.id).toBe(id)
  })

  check('an account comes back with all that was linked', async (adapter) => {
    const { id } = await adapter.createUser(ann())
    const linked = [account(id, told), account(id, { ...oauth1, provider: 'umbrella' }), account(id, { provider: 'hooli' })]
    for (const one of linked) await adapter.linkAccount(one)
    for (const one of linked) expect(await adapter.unlinkAccount({ provider: one.provider, providerAccountId: '1' })).toEqual(one)
  })
}

const told: Partial<AdapterAccount> = {
  type: 'oidc',
  issuer: 'https://acme.example',
  access_token: 'a'.repeat(10_240),
  refresh_token: 'r',
  id_token: 'i',
  token_type: 'bearer',
  expires_at: 1_790_000_000,
  scope: 'openid email',
  session_state: 's',
}

/** RFC 5849 bounds neither of them. */
const oauth1: Partial<AdapterAccount> = { type: 'oauth1', oauth_token: 't'.repeat(10_240), oauth_token_secret: 'é+/ &'.repeat(1024) }

function owning({ check, expect, has }: Harness): void {
  check('LK-01 one subject at two providers is two accounts', async (adapter) => {
    const [one, other] = [await adapter.createUser(ann()), await adapter.createUser(ann({ email: 'bob@example.com' }))]
    await adapter.linkAccount(account(one.id, { provider: 'acme' }))
    await adapter.linkAccount(account(other.id, { provider: 'umbrella' }))
    expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' }))?.id).toBe(one.id)
    expect((await adapter.getUserByAccount({ provider: 'umbrella', providerAccountId: '1' }))?.id).toBe(other.id)
    expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '2' })).toBe(null)
  })

  check('two parts of a key do not run into each other', async (adapter) => {
    const { id } = await adapter.createUser(ann())
    await adapter.linkAccount(account(id, { provider: 'a', providerAccountId: 'b:c' }))
    expect(await adapter.getUserByAccount({ provider: 'a:b', providerAccountId: 'c' })).toBe(null)
  })

  check('DB-06 an account that is linked already stays with its owner', async (adapter) => {
    const [one, other] = [await adapter.createUser(ann()), await adapter.createUser(ann({ email: 'bob@example.com' }))]
    await adapter.linkAccount(account(one.id))
    const error = await failure(() => adapter.linkAccount(account(other.id)))
    expect(error !== undefined).toBe(true)
    if (has('conflict')) expect(error?.details?.conflict).toBe('account')
    expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' }))?.id).toBe(one.id)
  })

  check('CC-05 of twenty users who link one account at once, one has it', async (adapter) => {
    const users = await allAtOnce(20, (at) => adapter.createUser(ann({ email: `${at}@example.com` })))
    const linked = await allAtOnce(20, async (at) => {
      await adapter.linkAccount(account(users[at]?.id ?? ''))
      return users[at]?.id
    })
    const winners = linked.filter((id) => id !== undefined)
    expect(winners.length).toBe(1)
    expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: '1' }))?.id).toBe(winners[0])
  })
}
