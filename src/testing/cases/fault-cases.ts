import type { Adapter } from '../../adapters/contract.js'
import type { Faults } from './faults.js'
import { allAtOnce, ann, clearly, type Failed, failure, type Harness, patience, session, timed } from './harness.js'

type Open = Required<Adapter>

/** What a server, and the way to it, may do: whatever it is, nothing is half done, nobody waits for ever, and it passes. */
export function faultCases(harness: Harness, faults: Faults): void {
  lostConnections(harness)
  goneServers(harness)
  slowServers(harness)
  if (harness.has('faults.readOnly')) readOnlyServers(harness)
  wrongAddresses(harness, faults)
}

function lostConnections({ checkFault, expect }: Harness): void {
  checkFault(
    'DB-02 connections that are lost while nobody uses them: reads go on, at most one write fails',
    10,
    async (adapter, { line }) => {
      const { id } = await adapter.createUser(ann())
      await allAtOnce(10, () => adapter.getUser(id))
      line.cut()
      expect((await allAtOnce(20, () => adapter.getUser(id))).map((user) => user?.id)).toEqual(Array.from({ length: 20 }, () => id))
      await allAtOnce(10, () => adapter.getUser(id))
      line.cut()
      const failed: (Failed | undefined)[] = []
      for (const at of [1, 2, 3, 4, 5]) failed.push(await failure(() => adapter.createSession(session(id, { sessionToken: `hash-${at}` }))))
      expect(failed.filter(Boolean).length <= 1).toBe(true)
      expect(failed.slice(1)).toEqual([undefined, undefined, undefined, undefined])
      expect((await adapter.getSessionAndUser('hash-5'))?.user.id).toBe(id)
    },
  )

  checkFault('DB-02 a read whose answer is lost is asked again', 1, async (adapter, { line }) => {
    const { id } = await adapter.createUser(ann())
    const happened = line.loseAnswer()
    expect((await adapter.getUser(id))?.id).toBe(id)
    expect(happened()).toBe(true)
  })

  checkFault('DB-03 a write whose answer is lost is never done twice, and its caller is told', 1, async (adapter, { line, secrets }) => {
    await adapter.createUser(ann())
    const token = { identifier: 'ann@example.com', token: 'hash', expires: new Date(5) }
    await adapter.createVerificationToken(token)
    await adapter.useVerificationToken({ identifier: 'ann@example.com', token: 'another' })
    const happened = line.loseAnswer()
    const error = await failure(() => adapter.countAttempt({ key: 'a', windowSeconds: 60 }))
    expect(happened()).toBe(true)
    clearly(error, 'unreachable', secrets, expect)
    expect((await adapter.countAttempt({ key: 'a', windowSeconds: 60 })).count <= 2).toBe(true)
  })
}

function goneServers({ checkFault, expect, has }: Harness): void {
  checkFault('DB-01 a server that is gone is told of in one sentence, and when it is back everything works', 3, async (adapter, faults) => {
    const { line, secrets } = faults
    const { id } = await adapter.createUser(ann())
    await line.refuse()
    const [errors, milliseconds] = await timed(() =>
      Promise.all([
        failure(() => adapter.getUser(id)),
        failure(() => adapter.getSessionAndUser('hash')),
        failure(() => adapter.createUser(ann({ email: 'bob@example.com' }))),
        failure(() => adapter.useVerificationToken({ identifier: 'ann@example.com', token: 'hash' })),
        has('transaction') ? failure(() => adapter.transaction(async () => {})) : failure(() => adapter.getUser(id)),
      ]),
    )
    for (const error of errors) clearly(error, 'unreachable', secrets, expect)
    expect(milliseconds < patience(faults)).toBe(true)
    await line.release()
    expect((await adapter.getUser(id))?.id).toBe(id)
    expect(await adapter.getUserByEmail('bob@example.com')).toBe(null)
    const bob = await adapter.createUser(ann({ email: 'bob@example.com' }))
    expect((await adapter.getUser(bob.id))?.id).toBe(bob.id)
  })
}

function slowServers({ checkFault, expect, has }: Harness): void {
  checkFault('DB-08 a server that does not answer is not waited for, and what it says later is nobody’s', 1, async (adapter, faults) => {
    const { line, secrets } = faults
    const { id: one } = await adapter.createUser(ann())
    const { id: other } = await adapter.createUser(ann({ email: 'bob@example.com' }))
    await adapter.getUser(one)
    line.hold()
    const [error, milliseconds] = await timed(() => failure(() => adapter.getUser(one)))
    clearly(error, 'slow', secrets, expect)
    expect(milliseconds < patience(faults)).toBe(true)
    await line.release()
    for (let at = 0; at < 5; at++) {
      expect((await adapter.getUser(other))?.id).toBe(other)
      expect((await adapter.getUser(one))?.id).toBe(one)
    }
    const found = await allAtOnce(20, (at) => adapter.getUser(at % 2 ? one : other))
    expect(found.map((user) => user?.id)).toEqual(Array.from({ length: 20 }, (_, at) => (at % 2 ? one : other)))
  })

  checkFault('DB-08 a server that lets everybody in and says nothing is not waited for either', 2, async (adapter, faults) => {
    const { line, secrets } = faults
    const { id } = await adapter.createUser(ann())
    line.cut()
    line.hold()
    const verbs = [
      () => adapter.getUser(id),
      () => adapter.createUser(ann({ email: 'bob@example.com' })),
      ...(has('transaction') ? [() => adapter.transaction(async (within) => within.getUser?.(id))] : []),
    ]
    for (const verb of verbs) {
      const [error, milliseconds] = await timed(() => failure(verb))
      clearly(error, ['slow', 'unreachable', 'exhausted'], secrets, expect)
      expect(milliseconds < patience(faults)).toBe(true)
    }
    await line.release()
    expect((await adapter.getUser(id))?.id).toBe(id)
    await adapter.createUser(ann({ email: 'eve@example.com' }))
  })
}

function readOnlyServers({ checkFault, expect, has }: Harness): void {
  checkFault('a server that takes no writes says so; reads go on, and writes when it takes them again', 2, async (adapter, faults) => {
    const { id } = await adapter.createUser(ann())
    await adapter.createSession(session(id))
    await faults.readOnly?.(true)
    try {
      expect((await adapter.getSessionAndUser('hash-of-a-token'))?.user.id).toBe(id)
      const bob = ann({ email: 'bob@example.com' })
      for (const verb of [
        () => adapter.createUser(bob),
        () => adapter.updateUser({ id, name: 'Anna' }),
        () => adapter.deleteSession('hash-of-a-token'),
        ...(has('countAttempt') ? [() => adapter.countAttempt({ key: 'a', windowSeconds: 60 })] : []),
        ...(has('transaction') ? [() => adapter.transaction(async (within) => within.createUser?.(bob))] : []),
      ]) {
        clearly(await failure(verb), 'read-only', faults.secrets, expect)
      }
    } finally {
      await faults.readOnly?.(false)
    }
    expect(await adapter.getUserByEmail('bob@example.com')).toBe(null)
    await adapter.updateUser({ id, name: 'Anna' })
    expect((await adapter.getSessionAndUser('hash-of-a-token'))?.user.name).toBe('Anna')
  })
}

function wrongAddresses({ checkFault, expect }: Harness, { openDenied, openUnknown, openBare }: Faults): void {
  const ways = [
    ['a wrong password', openDenied, 'denied'],
    ['an unknown database', openUnknown, 'no-database'],
  ] as const
  for (const [title, open, trouble] of ways) {
    if (!open) continue
    checkFault(`${title} is told of in one sentence without it, by every call`, 1, async (_adapter, { secrets, limit }) => {
      for (let at = 0; at < 2; at++) {
        const [error, milliseconds] = await timed(() => failure(async () => ((await open()) as Open).getUser('1')))
        clearly(error, trouble, secrets, expect)
        expect(milliseconds < limit * 4 + 3000).toBe(true)
      }
    })
  }
  if (!openBare) return
  checkFault('a database without our tables says which command makes them', 1, async (_adapter, { secrets }) => {
    const adapter = (await openBare()) as Open
    for (const verb of [() => adapter.getUser('1'), () => adapter.createUser(ann()), () => adapter.getSessionAndUser('hash')]) {
      const error = await failure(verb)
      expect(error?.name).toBe('SchemaMissing')
      expect(error?.message?.includes('npx next-auth migrate')).toBe(true)
      expect(secrets.filter((secret) => error?.message?.includes(secret))).toEqual([])
    }
    await adapter.close()
  })
}
