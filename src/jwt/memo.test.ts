import { expect, test } from 'vitest'
import { createMemo } from './memo.js'

const now = 1_000_000

test('an entry dies at its end, or after half a minute', () => {
  const memo = createMemo<string>()
  memo.keep('short', 'a', { now, until: now + 10 })
  memo.keep('long', 'b', { now, until: now + 1e9 })
  expect([memo.recall('short', now + 9), memo.recall('long', now + 29_999)]).toEqual(['a', 'b'])
  expect([memo.recall('short', now + 10), memo.recall('long', now + 30_000)]).toEqual([undefined, undefined])
})

test('SJ-24 a clock that is set back makes nothing live longer', () => {
  const memo = createMemo<string>()
  memo.keep('id', 'a', { now, until: now + 1e9 })
  expect(memo.recall('id', now - 1)).toBeUndefined()
  expect(memo.recall('id', now)).toBeUndefined()
})

test('what has ended is not kept, and what is forgotten is gone', () => {
  const memo = createMemo<string>()
  memo.keep('over', 'a', { now, until: now })
  expect(memo.recall('over', now)).toBeUndefined()
  memo.keep('id', 'a', { now, until: now + 10 })
  memo.forget('id')
  expect(memo.recall('id', now)).toBeUndefined()
})

test('it holds a thousand, and lets go of the oldest first', () => {
  const memo = createMemo<number>()
  for (let i = 0; i <= 1000; i++) memo.keep(`id${i}`, i, { now, until: now + 10 })
  expect(memo.recall('id0', now)).toBeUndefined()
  expect([memo.recall('id1', now), memo.recall('id1000', now)]).toEqual([1, 1000])
})
