import { expect, test } from 'vitest'
import { sessionDraft } from './drafts.js'

const now = Date.UTC(2026, 10, 28)
const day = 86_400_000
const hash = `${'A'.repeat(42)}E`
const tools = { sha256: async (token: string) => `hash of ${token}` }
const facts = { sessiontoken: 'raw', userid: 7, expires: new Date(now + day) }

test('SD-01 a token is kept as its hash; what an earlier adapter was handed as a hash already is taken as it is', async () => {
  expect(await sessionDraft(facts, now, tools)).toMatchObject({ record: { sessionToken: 'hash of raw', userId: '7' } })
  expect(await sessionDraft({ ...facts, sessiontoken: hash }, now, tools)).toMatchObject({ record: { sessionToken: hash } })
})

test('SD-06 the absolute end counts from when it was taken over', async () => {
  const old = { ...facts, createdat: new Date(now - 200 * day) }
  expect(await sessionDraft(old, now, tools)).toMatchObject({ record: { createdAt: new Date(now), expires: facts.expires } })
})

test('SD-05 one that is over is left, and one without an end', async () => {
  expect(await sessionDraft({ ...facts, expires: new Date(now) }, now, tools)).toEqual({ left: 'expired' })
  expect(await sessionDraft({ ...facts, expires: null }, now, tools)).toEqual({ left: 'unusable' })
})
