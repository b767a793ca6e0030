import type { Adapter } from '../../adapters/contract.js'
import { allAtOnce, ann, failure, type Harness, session, soon } from './harness.js'

export function counterCases(harness: Harness): void {
  if (harness.has('countAttempt')) counting(harness)
  if (harness.has('sweep')) sweeping(harness)
}

function counting({ check, expect }: Harness): void {
  check('attempts are counted per key', async (adapter) => {
    const first = await adapter.countAttempt({ key: 'a', windowSeconds: 60 })
    const second = await adapter.countAttempt({ key: 'a', windowSeconds: 60 })
    expect([first.count, second.count]).toEqual([1, 2])
    expect(second.resets.getTime()).toBe(first.resets.getTime())
    const ahead = first.resets.getTime() - Date.now()
    expect(ahead > 50_000 && ahead <= 60_000).toBe(true)
    expect((await adapter.countAttempt({ key: 'A', windowSeconds: 60 })).count).toBe(1)
  })

  check('a window that is over begins anew', async (adapter) => {
    await adapter.countAttempt({ key: 'a', windowSeconds: 0.05 })
    await adapter.countAttempt({ key: 'a', windowSeconds: 0.05 })
    await new Promise((resolve) => setTimeout(resolve, 80))
    const { count, resets } = await adapter.countAttempt({ key: 'a', windowSeconds: 60 })
    expect(count).toBe(1)
    expect(resets.getTime() > Date.now() + 50_000).toBe(true)
  })

  check('RL-06 of two hundred attempts at once, none is lost or counted twice', async (adapter) => {
    const counted = await allAtOnce(200, async () => (await adapter.countAttempt({ key: 'a', windowSeconds: 60 })).count)
    expect(counted.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 200 }, (_, at) => at + 1))
  })

  check('an attempt without a key or a window is refused', async (adapter) => {
    for (const key of ['', undefined, null, {}])
      expect((await failure(() => adapter.countAttempt({ key: key as string, windowSeconds: 60 }))) !== undefined).toBe(true)
    for (const windowSeconds of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect((await failure(() => adapter.countAttempt({ key: 'a', windowSeconds }))) !== undefined).toBe(true)
    }
  })
}

function sweeping({ check, expect }: Harness): void {
  check('SD-07 a sweep takes what has expired and nothing else', async (adapter) => {
    const now = Date.now()
    await fill(adapter, now)
    expect(await sweepAll(adapter, new Date(now))).toBe(2)
    expect(await adapter.getSessionAndUser('over')).toBe(null)
    expect((await adapter.getSessionAndUser('running'))?.session.sessionToken).toBe('running')
    expect(await adapter.useVerificationToken({ identifier: 'a', token: 'over' })).toBe(null)
    expect((await adapter.useVerificationToken({ identifier: 'a', token: 'running' }))?.identifier).toBe('a')
    expect((await adapter.getUserByEmail('ann@example.com'))?.name).toBe('Ann')
  })

  check('SD-07 several sweeps at once take each row once', async (adapter) => {
    const { id } = await adapter.createUser(ann())
    for (let at = 0; at < 60; at++) await adapter.createSession(session(id, { sessionToken: `hash-${at}`, expires: new Date(1000) }))
    const swept = await allAtOnce(5, () => sweepAll(adapter, new Date()))
    expect(swept.reduce((sum: number, count) => sum + Number(count), 0)).toBe(60)
  })
}

async function fill(adapter: Required<Adapter>, now: number): Promise<void> {
  const { id } = await adapter.createUser(ann())
  await adapter.createSession(session(id, { sessionToken: 'over', expires: new Date(now - 1) }))
  await adapter.createSession(session(id, { sessionToken: 'running', expires: soon() }))
  await adapter.createVerificationToken({ identifier: 'a', token: 'over', expires: new Date(now - 1) })
  await adapter.createVerificationToken({ identifier: 'a', token: 'running', expires: soon() })
}

/** A sweep goes in batches; it is through when one takes nothing. */
async function sweepAll(adapter: Required<Adapter>, before: Date): Promise<number> {
  let sum = 0
  for (let swept = 1; swept > 0; sum += swept) swept = await adapter.sweep(before)
  return sum
}
