import { allAtOnce, type Harness, soon } from './harness.js'

export function tokenCases({ check, expect }: Harness): void {
  check('a one-time token is used once', async (adapter) => {
    const expires = soon()
    await adapter.createVerificationToken({ identifier: 'ann@example.com', token: 'hash', expires })
    const used = await adapter.useVerificationToken({ identifier: 'ann@example.com', token: 'hash' })
    expect([used?.identifier, used?.expires.toISOString()]).toEqual(['ann@example.com', expires.toISOString()])
    expect(await adapter.useVerificationToken({ identifier: 'ann@example.com', token: 'hash' })).toBe(null)
  })

  check('DB-13 both parts of the key count, and a wrong guess uses nothing up', async (adapter) => {
    const expires = soon()
    await adapter.createVerificationToken({ identifier: 'ann@example.com', token: 'hash-a', expires })
    await adapter.createVerificationToken({ identifier: 'bob@example.com', token: 'hash-b', expires })
    expect(await adapter.useVerificationToken({ identifier: 'ann@example.com', token: 'hash-b' })).toBe(null)
    expect(await adapter.useVerificationToken({ identifier: 'bob@example.com', token: 'hash-a' })).toBe(null)
    expect(await adapter.useVerificationToken({ identifier: 'eve@example.com', token: 'hash-a' })).toBe(null)
    expect((await adapter.useVerificationToken({ identifier: 'ann@example.com', token: 'hash-a' }))?.identifier).toBe('ann@example.com')
    expect((await adapter.useVerificationToken({ identifier: 'bob@example.com', token: 'hash-b' }))?.identifier).toBe('bob@example.com')
  })

  check('an expired token is answered, once: the caller judges time', async (adapter) => {
    await adapter.createVerificationToken({ identifier: 'ann@example.com', token: 'hash', expires: new Date(1000) })
    expect((await adapter.useVerificationToken({ identifier: 'ann@example.com', token: 'hash' }))?.expires.getTime()).toBe(1000)
    expect(await adapter.useVerificationToken({ identifier: 'ann@example.com', token: 'hash' })).toBe(null)
  })

  check('several tokens for one address work independently', async (adapter) => {
    for (const token of ['hash-1', 'hash-2'])
      await adapter.createVerificationToken({ identifier: 'ann@example.com', token, expires: soon() })
    for (const token of ['hash-2', 'hash-1']) {
      expect((await adapter.useVerificationToken({ identifier: 'ann@example.com', token }))?.identifier).toBe('ann@example.com')
    }
  })

  for (const count of [20, 50]) {
    check(`DB-15 of ${count} who use one token at once, one gets it`, async (adapter) => {
      await adapter.createVerificationToken({ identifier: 'ann@example.com', token: 'hash', expires: soon() })
      const used = await allAtOnce(count, () => adapter.useVerificationToken({ identifier: 'ann@example.com', token: 'hash' }))
      expect(used.filter(Boolean).length).toBe(1)
      // Those who came too late were told null; nothing broke.
      expect(used.filter((answer) => answer === null).length).toBe(count - 1)
    })
  }
}
