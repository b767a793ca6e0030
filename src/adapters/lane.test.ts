import { expect, test } from 'vitest'
import { createLane } from './lane.js'

test('jobs run one at a time, in the order they came, whatever becomes of them', async () => {
  const lane = createLane(1000)
  const events: string[] = []
  const job = (name: string, milliseconds: number) => async (): Promise<string> => {
    events.push(`${name} begins`)
    await new Promise((resolve) => setTimeout(resolve, milliseconds))
    events.push(`${name} ends`)
    if (name === 'b') throw new Error(name)
    return name
  }
  const results = await Promise.allSettled([lane.run(job('a', 20)), lane.run(job('b', 5)), lane.run(job('c', 1))])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(events).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
})

test('it is busy while a job runs, and free afterwards', async () => {
  const lane = createLane(1000)
  expect(lane.busy()).toBe(false)
  const running = lane.run(() => 'x')
  expect(lane.busy()).toBe(true)
  expect(await running).toBe('x')
  expect(lane.busy()).toBe(false)
})

test('a job that waits for itself gives up with a hint, and the lane goes on', async () => {
  const lane = createLane(30)
  const stuck = lane.run(() => lane.run(() => 'never'))
  await expect(stuck).rejects.toMatchObject({
    type: 'AdapterError',
    message: expect.stringContaining('use the adapter that `work` is handed'),
  })
  expect(lane.busy()).toBe(false)
  expect(await lane.run(() => 'next')).toBe('next')
})

test('a job whose wait was too long never runs, and nobody overtakes the one before it', async () => {
  const lane = createLane(20)
  const events: string[] = []
  const slow = lane.run(async () => {
    await new Promise((resolve) => setTimeout(resolve, 60))
    events.push('slow')
  })
  await expect(lane.run(() => events.push('impatient'))).rejects.toThrow()
  const next = lane.run(() => events.push('next'))
  await expect(next).rejects.toThrow()
  await slow
  await lane.run(() => events.push('last'))
  expect(events).toEqual(['slow', 'last'])
})
