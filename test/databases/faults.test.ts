import { createPool } from 'mysql2/promise'
import { connect } from 'next-auth/adapters'
import pg from 'pg'
import { describe, expect, test } from 'vitest'
import { comer, crowdSite, isIn } from './crowd-site.js'
import { type Heard, listening } from './listening.js'
import { databaseServers } from './servers.js'
import { freshPrefix, sharedDatabase, sqlFaults } from './sql-subject.js'

for (const { name, url, own } of databaseServers) {
  if (url === undefined || !/^(postgres|mariadb|mysql)/.test(name)) continue

  describe.runIf(own)(`${name}, through the front door`, () => {
    const faults = sqlFaults(name)

    for (const [title, way, first] of [
      ['DB-02 a connection that is lost after answer k of a sign-in', 'cutAfter', 0],
      ['DB-03 answer k of a sign-in is lost, the one to the commit included', 'loseAnswer', 1],
    ] as const) {
      test(`${title}: from a clean browser the next attempt succeeds, whether the person is new or not`, async () => {
        const adapter = (await faults.open(1)) as ReturnType<typeof connect>
        const site = crowdSite(adapter)
        for (const isNew of [true, false]) {
          let struck = 0
          for (let k: number = first; ; k++) {
            const person = isNew ? `person-${k}` : 'person-1'
            const [one, next] = [await comer(site, person), await comer(site, person)]
            const happened = faults.line[way](k)
            const letIn = isIn(await one.comeBack())
            await faults.line.release()
            expect(isIn(await next.comeBack())).toBe(true)
            const { user } = await next.visitor.session()
            expect(user.email).toBe(`${person}@example.com`)
            expect((await one.visitor.session())?.user).toEqual(letIn ? user : undefined)
            expect((await adapter.getUserByAccount({ provider: 'service', providerAccountId: person }))?.email).toBe(user.email)
            if (!happened()) break
            struck += 1
          }
          // What is asked of the database for a new person, begin and commit included, and for one who is known.
          expect(struck).toBeGreaterThanOrEqual(isNew ? 7 : 2)
        }
        await adapter.close()
      })
    }

    test('DB-01 while the server is away nobody is let in and nobody loses a cookie; when it is back everybody is who they were', async () => {
      const adapter = (await faults.open(3)) as ReturnType<typeof connect>
      const errors: Error[] = []
      const site = crowdSite(adapter, (error) => errors.push(error))
      const [known, stranger] = [await comer(site, 'ann'), await comer(site, 'bob')]
      expect(isIn(await known.comeBack())).toBe(true)
      const cookie = (): string | undefined => [...known.visitor.cookies].find(([name]) => name.endsWith('session-token'))?.[1]
      const before = cookie()
      expect(before?.length).toBeGreaterThan(30)
      await faults.line.refuse()
      const answers = [
        await known.visitor.get('/session'),
        await stranger.comeBack(),
        await known.visitor.post('/signout', { csrfToken: 'x' }),
      ]
      expect(answers.map((response) => isIn(response))).toEqual([false, false, false])
      expect(answers[0]?.status).toBe(503)
      expect(answers.flatMap((response) => response.headers.getSetCookie()).filter((line) => /session-token=/.test(line))).toEqual([])
      for (const text of await Promise.all(answers.map((response) => response.text())))
        expect(faults.secrets.filter((secret) => text.includes(secret))).toEqual([])
      expect(errors.length).toBeGreaterThan(0)
      for (const error of errors) expect(faults.secrets.filter((secret) => error.message.includes(secret))).toEqual([])
      await faults.line.release()
      expect(cookie()).toBe(before)
      expect((await known.visitor.session()).user.email).toBe('ann@example.com')
      await adapter.close()
    })
  })

  describe(`${name}, how much is asked of it`, () => {
    const database = sharedDatabase(name)

    test('a session is one statement; a sign-in of somebody known is two, of somebody new five, besides begin and commit', async () => {
      const heard: Heard[] = []
      const pool = name.startsWith('postgres') ? new pg.Pool({ connectionString: database.url }) : createPool(database.url)
      const adapter = connect({ client: listening(pool, heard), entityPrefix: freshPrefix() })
      await adapter.prepare()
      const site = crowdSite(adapter)
      const count = async (work: () => Promise<unknown>): Promise<number> => {
        heard.length = 0
        await work()
        return heard.filter(({ text }) => !/^(begin|start transaction|commit)$/.test(text)).length
      }
      const [first, again] = [await comer(site, 'ann'), await comer(site, 'ann')]
      // Housekeeping comes with every hundredth sign-in, and is none of this.
      adapter.sweep = async () => 0
      expect(await count(() => first.comeBack())).toBe(5)
      expect(await count(() => first.visitor.session())).toBe(1)
      expect(await count(() => again.comeBack())).toBe(2)
      expect(heard.every(({ text }) => text !== 'commit')).toBe(true)
      await adapter.close()
      await pool.end()
    })
  })
}
