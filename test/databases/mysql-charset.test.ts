import { createPool } from 'mysql2/promise'
import { connect } from 'next-auth/adapters'
import { adapterCases } from 'next-auth/testing'
import { describe, expect, test } from 'vitest'
import { databaseServers } from './servers.js'
import { databaseSubject, freshPrefix, sharedDatabase } from './sql-subject.js'

for (const { name, url } of databaseServers) {
  if (url === undefined || !/^(mariadb|mysql)/.test(name)) continue

  const charset = name === 'mariadb' ? 'latin1 collate latin1_swedish_ci' : 'utf8mb4 collate utf8mb4_general_ci'
  const database = sharedDatabase(name, (made) => `create database ${made} character set ${charset}`)
  adapterCases(databaseSubject(`${name}, a database in ${charset}`, database), { describe, expect, test })

  describe(name, () => {
    const plain = sharedDatabase(name)

    test.each(['', 'STRICT_ALL_TABLES'])('a key that is too long is refused, never cut off (sql_mode "%s")', async (mode) => {
      const pool = createPool({ uri: plain.url, connectionLimit: 2 })
      pool.pool.on('connection', (connection) => connection.query(`set session sql_mode = '${mode}'`))
      const entityPrefix = freshPrefix()
      const adapter = connect({ client: pool, entityPrefix })
      await adapter.prepare()
      const ann = { id: 'u1', name: 'Ann', email: 'ann@example.com', emailVerified: null }
      await adapter.createUser(ann)
      const [long, account] = ['k'.repeat(192), { userId: 'u1', type: 'oauth', provider: 'acme', providerAccountId: '1' } as const]
      const expires = new Date(5)
      const verbs: (() => unknown)[] = [
        () => adapter.createUser({ ...ann, id: long, email: 'bob@example.com' }),
        () => adapter.createUser({ ...ann, id: 'u2', email: long }),
        () => adapter.updateUser({ id: 'u1', email: long }),
        () => adapter.linkAccount({ ...account, provider: long }),
        () => adapter.linkAccount({ ...account, providerAccountId: 'k'.repeat(768) }),
        () => adapter.linkAccount({ ...account, providerAccountId: 'é'.repeat(384) }),
        () => adapter.createSession({ sessionToken: long, userId: 'u1', expires }),
        () => adapter.createVerificationToken({ identifier: long, token: 't', expires }),
        () => adapter.createVerificationToken({ identifier: 'a', token: long, expires }),
        () => adapter.countAttempt({ key: long, windowSeconds: 60 }),
      ]
      for (const verb of verbs) await expect((async () => verb())()).rejects.toMatchObject({ name: 'AdapterError' })
      for (const table of ['accounts', 'sessions', 'verification_tokens', 'rate_counters'])
        expect((await pool.query(`select * from ${entityPrefix}${table}`))[0]).toEqual([])
      expect((await pool.query(`select id, email from ${entityPrefix}users`))[0]).toEqual([{ id: 'u1', email: 'ann@example.com' }])

      // What is just as long as can be is kept whole.
      const most = 'é'.repeat(191)
      await adapter.updateUser({ id: 'u1', email: most })
      expect((await adapter.getUserByEmail(most))?.id).toBe('u1')
      await adapter.linkAccount({ ...account, providerAccountId: `${'é'.repeat(383)}k` })
      expect((await adapter.getUserByAccount({ provider: 'acme', providerAccountId: `${'é'.repeat(383)}k` }))?.id).toBe('u1')
      expect(await adapter.getUserByAccount({ provider: 'acme', providerAccountId: 'é'.repeat(383) })).toBeNull()
      await pool.end()
    })
  })
}
