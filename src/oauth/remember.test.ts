import { expect, test } from 'vitest'
import { remember } from './remember.js'

const terms = { fresh: 100, keep: 1000, pause: 50 }

test('asked once for everybody, and again when it is no longer fresh', async () => {
  const known = remember<number>(terms)
  let asked = 0
  const load = async (): Promise<number> => ++asked
  expect(await Promise.all([known.get('a', 0, load), known.get('a', 0, load), known.get('b', 0, load)])).toEqual([1, 1, 2])
  expect(await known.get('a', 99, load)).toBe(1)
  expect(await known.get('a', 100, load)).toBe(3)
})

test('a failure is no answer: the old one serves for a while, without asking at every turn', async () => {
  const known = remember<number>(terms)
  let asked = 0
  const fail = (): Promise<number> => {
    asked++
    return Promise.reject(new Error('down'))
  }
  await expect(known.get('a', 0, fail)).rejects.toThrow('down')
  expect(await known.get('a', 1, async () => 7)).toBe(7)
  expect(await known.get('a', 200, fail)).toBe(7)
  expect(await known.get('a', 210, fail)).toBe(7)
  expect(asked).toBe(2)
  expect(await known.get('a', 260, fail)).toBe(7)
  expect(asked).toBe(3)
  await expect(known.get('a', 1001, fail)).rejects.toThrow('down')
})

test('PF-08 PF-09 out of turn: once per pause, and whoever comes late gets what came meanwhile', async () => {
  const known = remember<string>(terms)
  let asked = 0
  const load = async (): Promise<string> => `answer ${asked++}`
  const seen = await known.get('a', 0, load)
  expect(await Promise.all([known.newerThan(seen, 'a', 1, load), known.newerThan(seen, 'a', 1, load)])).toEqual(['answer 1', 'answer 1'])
  expect(await known.newerThan(seen, 'a', 2, load)).toBe('answer 1')
  expect(await known.newerThan('answer 1', 'a', 3, load)).toBeUndefined()
  expect(await known.newerThan('answer 1', 'a', 51, load)).toBe('answer 2')
})
