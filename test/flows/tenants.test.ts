import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { memory } from '../../src/adapters/memory.js'
import NextAuth from '../../src/next/index.js'
import { type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { ask, begin, bring, errorOf } from '../providers/walk.js'
import { secret } from '../site.js'
import { type Site, type Visitor, visitor } from '../visitor.js'

let ops: Record<'a' | 'b', Misbehaving>
beforeAll(async () => {
  ops = { a: await misbehaving(), b: await misbehaving() }
})
afterAll(() => Promise.all(Object.values(ops).map((op) => op.close())))
beforeEach(() => {
  for (const op of Object.values(ops)) op.behave()
})

/** Each tenant has a host, an OpenID Provider and a store of its own; the provider's id is the same. */
function tenants(): { site: Site; seen: string[] } {
  const stores = { a: memory(), b: memory() }
  const seen: string[] = []
  const auth = NextAuth(async (request) => {
    const tenant = request?.headers.get('host')?.startsWith('a.') ? 'a' : 'b'
    // A slow one must not take the answer of the next.
    await new Promise((resolve) => setTimeout(resolve, tenant === 'a' ? 5 : 0))
    return {
      secret,
      allowedHosts: ['a.example', 'b.example'],
      adapter: stores[tenant],
      session: { strategy: 'database' as const },
      providers: [ops[tenant].provider()],
      callbacks: {
        signIn: ({ profile }) => {
          seen.push(`${tenant} ${profile?.iss === ops[tenant].url}`)
          return true
        },
      },
    }
  })
  return { site: { handle: (request) => auth.handlers[request.method === 'POST' ? 'POST' : 'GET'](request as never) }, seen }
}

const signIn = async (someone: Visitor): Promise<string | null> => errorOf(await bring(someone, await ask(await begin(someone, 'op'))))

test('options per request: tenants sign in at the same time, each by its own provider into its own store', async () => {
  const { site, seen } = tenants()
  const visitors = (['a', 'b'] as const).flatMap((tenant) => [1, 2, 3].map(() => visitor(site, `https://${tenant}.example`)))
  expect(await Promise.all(visitors.map(signIn))).toEqual(visitors.map(() => null))
  expect(seen.toSorted()).toEqual(['a true', 'a true', 'a true', 'b true', 'b true', 'b true'])
  expect([ops.a.tokenRequests.length, ops.b.tokenRequests.length]).toEqual([3, 3])
  // Both know an `ann-1`: two users, each in one store.
  const ids = await Promise.all(visitors.map(async (one) => (await one.session()).user.id as string))
  expect([new Set(ids.slice(0, 3)).size, new Set(ids.slice(3)).size, new Set(ids).size]).toEqual([1, 1, 2])
})

test('FL-07 FL-16 what began at one tenant ends nowhere else, and its session is none of the other', async () => {
  const { site } = tenants()
  const atA = visitor(site, 'https://a.example')
  const answer = await ask(await begin(atA, 'op'))
  const atB = visitor(site, 'https://b.example')
  for (const [name, value] of atA.cookies) atB.cookies.set(name, value)
  expect(errorOf(await bring(atB, answer))).toBe('OAuthCallbackError')
  expect([ops.a.tokenRequests.length, ops.b.tokenRequests.length]).toEqual([0, 0])
  expect(await signIn(atA)).toBeNull()
  for (const [name, value] of atA.cookies) atB.cookies.set(name, value)
  expect(await atB.session()).toBeNull()
})
