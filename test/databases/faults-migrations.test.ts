import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { connect } from 'next-auth/adapters'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildRooms } from '../adapters/built.js'
import { databaseServers } from './servers.js'
import { freshPrefix, say, sharedDatabase, sqlFaults } from './sql-subject.js'

let built: Awaited<ReturnType<typeof buildRooms>>
beforeAll(async () => {
  built = await buildRooms('migrations')
})
afterAll(() => built.remove())

for (const { name, url, own } of databaseServers) {
  if (url === undefined || !/^(postgres|mariadb|mysql)/.test(name)) continue

  describe(name, () => {
    const database = sharedDatabase(name)

    test('ten processes that start at once migrate once', { timeout: 90_000 }, async () => {
      const entityPrefix = freshPrefix()
      const ended = await Promise.all(Array.from({ length: 10 }, (_, at) => migrate(database.url, entityPrefix, `person-${at}`)))
      // Who looks while another one is between two migrations says what is lacking, and waits for its turn.
      expect(ended.filter((end) => !/^0 (\[next-auth\] SCHEMA_OLDER: .+\s+)?ready$/.test(end))).toEqual([])
      const [row] = await say(
        database.url,
        `select (select count(*) from ${entityPrefix}next_auth_schema) as migrations, (select count(*) from ${entityPrefix}users) as users`,
      )
      expect([Number(row?.migrations), Number(row?.users)]).toEqual([2, 10])
    })

    test('a counter that is renewed while a sweep waits for it is not swept', async () => {
      const adapter = connect({ url: database.url, entityPrefix: freshPrefix() })
      await adapter.prepare()
      await adapter.countAttempt({ key: 'a', windowSeconds: 0.001 })
      await new Promise((resolve) => setTimeout(resolve, 5))
      let sweep: Promise<number> | undefined
      await adapter.transaction(async (within) => {
        expect((await within.countAttempt?.({ key: 'a', windowSeconds: 60 }))?.count).toBe(1)
        sweep = Promise.resolve(adapter.sweep(new Date()))
        await new Promise((resolve) => setTimeout(resolve, 100))
      })
      expect(await sweep).toBe(0)
      expect((await adapter.countAttempt({ key: 'a', windowSeconds: 60 })).count).toBe(2)
      await adapter.close()
    })
  })

  describe.runIf(own)(name, () => {
    const faults = sqlFaults(name)

    for (const [title, way, first] of [
      ['cut off after any statement', 'cutAfter', 0],
      ['whose connection breaks over any answer', 'loseAnswer', 1],
    ] as const) {
      test(`a migration ${title} is finished by the next one`, { timeout: 90_000 }, async () => {
        let struck = 0
        for (let k: number = first; ; k++) {
          const adapter = (await faults.openBare?.()) as ReturnType<typeof connect>
          const happened = faults.line[way](k)
          await Promise.resolve(adapter.prepare()).catch(() => {})
          await faults.line.release()
          await adapter.prepare()
          const { id } = await adapter.createUser({ id: '', email: 'ann@example.com', emailVerified: null })
          await adapter.linkAccount({ userId: id, type: 'oauth', provider: 'acme', providerAccountId: '1' })
          await adapter.createSession({ sessionToken: 'hash', userId: id, expires: new Date(5) })
          expect((await adapter.getSessionAndUser('hash'))?.user.id).toBe(id)
          await expect((async () => adapter.createUser({ id: '', email: 'ann@example.com', emailVerified: null }))()).rejects.toMatchObject(
            {
              details: { conflict: 'email' },
            },
          )
          expect((await adapter.countAttempt({ key: 'a', windowSeconds: 60 })).count).toBe(1)
          await adapter.close()
          if (!happened()) break
          struck += 1
        }
        // A dozen statements make the tables and the indexes, two add columns.
        expect(struck).toBeGreaterThanOrEqual(14)
      })
    }
  })
}

/** In a process of its own; how it ended, and what it said. */
function migrate(url: string, entityPrefix: string, person: string): Promise<string> {
  const code = `const { connect } = await import(${JSON.stringify(join(built.folder, 'adapters/index.js'))})
    const adapter = connect(${JSON.stringify({ url, entityPrefix })})
    await adapter.prepare()
    await adapter.createUser({ id: ${JSON.stringify(person)}, email: ${JSON.stringify(`${person}@example.com`)}, emailVerified: null })
    await adapter.close()
    console.log('ready')`
  const child = spawn(process.execPath, ['--no-warnings', '--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (data: Buffer) => {
      output += data.toString()
    })
  }
  return new Promise((resolve) => child.on('close', (code, signal) => resolve(`${code ?? signal} ${output.trim()}`)))
}
