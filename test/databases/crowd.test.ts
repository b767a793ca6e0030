import { type Adapter, connect, memory } from 'next-auth/adapters'
import type { AuthEngine } from 'next-auth/core'
import { describe, expect, test } from 'vitest'
import { comer, crowdSite, isIn } from './crowd-site.js'
import { databaseServers, ownServer } from './servers.js'
import { freshPrefix, say, sharedDatabase } from './sql-subject.js'

const crowd = 100

for (const { name, url, own } of databaseServers) {
  if (url === undefined || !/^(postgres|mariadb|mysql)/.test(name)) continue

  describe(name, () => {
    const database = sharedDatabase(name)

    test('CC-03 of a hundred first sign-ins of one person at once, one makes the user and all are let in', async () => {
      await using place = await open(database.url, [10])
      await allLetIn(place.sites, 'ann')
      expect(await counts(place)).toEqual({ users: 1, accounts: 1, sessions: crowd, lonely: 0, nobody: 0 })
    })

    test('CC-03 CC-15 the same, with two instances of the application on one database', async () => {
      await using place = await open(database.url, [10, 9])
      await allLetIn(place.sites, 'ann')
      expect(await counts(place)).toEqual({ users: 1, accounts: 1, sessions: crowd, lonely: 0, nobody: 0 })
    })

    test.runIf(own)(
      'CC-15 DB-02 two instances, and the server is killed in the middle: nothing is half done, and it goes on without a restart of ours',
      { timeout: 90_000 },
      async () => {
        await using server = await ownServer(name)
        await using place = await open(await server.createDatabase(), [10, 9])
        const people = await everybody(place.sites, 'ann')
        let answered = 0
        let kill: Promise<void> | undefined
        const responses = await Promise.all(
          people.map(async ({ comeBack }) => {
            const response = await comeBack()
            answered += 1
            if (answered === crowd / 4) kill = server.kill()
            return response
          }),
        )
        await kill
        const letIn = responses.map(isIn)
        expect(letIn.filter(Boolean).length).toBeGreaterThanOrEqual(crowd / 4)
        expect(letIn.filter(Boolean).length).toBeLessThan(crowd)
        await server.restart()
        const after = await counts(place)
        expect(after).toMatchObject({ users: 1, accounts: 1, lonely: 0, nobody: 0 })
        // Who was let in still is; who was not may try again.
        for (const [at, { visitor }] of people.entries())
          if (letIn[at]) expect((await visitor.session())?.user?.email).toBe('ann@example.com')
        await allLetIn(place.sites, 'ann')
        await allLetIn(place.sites, 'bob')
        expect(await counts(place)).toEqual({ users: 2, accounts: 2, sessions: Number(after.sessions) + 2 * crowd, lonely: 0, nobody: 0 })
      },
    )
  })
}

test('CC-03 CC-13 a twin who signs up between two reads of ours is no stranger who has our address', async () => {
  const adapter = memory()
  const site = crowdSite(adapter)
  const [one, twin] = [await comer(site, 'ann'), await comer(site, 'ann')]
  const real = adapter.getUserByAccount.bind(adapter)
  let reads = 0
  adapter.getUserByAccount = async (key) => {
    const found = await real(key)
    reads += 1
    if (reads === 1) expect(isIn(await twin.comeBack())).toBe(true)
    return found
  }
  expect(isIn(await one.comeBack())).toBe(true)
  expect((await one.visitor.session()).user).toEqual((await twin.visitor.session()).user)
})

interface Place extends AsyncDisposable {
  readonly url: string
  readonly entityPrefix: string
  readonly sites: readonly AuthEngine[]
}

/** Fresh tables, and an instance of the application for each size of a pool: each has a pool of its own. */
async function open(url: string, pools: readonly number[]): Promise<Place> {
  const entityPrefix = freshPrefix()
  const adapters: Required<Adapter>[] = pools.map((pool) => connect({ url, entityPrefix, pool }))
  await adapters[0]?.prepare()
  return {
    url,
    entityPrefix,
    sites: adapters.map((adapter) => crowdSite(adapter)),
    async [Symbol.asyncDispose]() {
      for (const adapter of adapters) await adapter.close()
    },
  }
}

function everybody(sites: readonly AuthEngine[], person: string) {
  return Promise.all(Array.from({ length: crowd }, (_, at) => comer(sites[at % sites.length] as AuthEngine, person)))
}

/** All at once; each of them is shown who they are, and it is one user. */
async function allLetIn(sites: readonly AuthEngine[], person: string): Promise<void> {
  const people = await everybody(sites, person)
  const responses = await Promise.all(people.map(({ comeBack }) => comeBack()))
  expect(responses.filter((response) => !isIn(response)).map((response) => response.headers.get('location') ?? response.status)).toEqual([])
  const sessions = await Promise.all(people.map(({ visitor }) => visitor.session()))
  expect(new Set(sessions.map((session) => session?.user?.email))).toEqual(new Set([`${person}@example.com`]))
}

/** What the tables hold, past the library. `lonely`: users nobody can sign in as; `nobody`: sessions without a user. */
async function counts({ url, entityPrefix: t }: Place): Promise<Readonly<Record<string, number>>> {
  const [row = {}] = await say(
    url,
    `select (select count(*) from ${t}users) as users, (select count(*) from ${t}accounts) as accounts,
      (select count(*) from ${t}sessions) as sessions,
      (select count(*) from ${t}users u left join ${t}accounts a on a.user_id = u.id where a.user_id is null) as lonely,
      (select count(*) from ${t}sessions s left join ${t}users u on u.id = s.user_id where u.id is null) as nobody`,
  )
  return Object.fromEntries(Object.entries(row).map(([name, count]) => [name, Number(count)]))
}
