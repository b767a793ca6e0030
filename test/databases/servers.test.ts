import pg from 'pg'
import { expect, test } from 'vitest'
import { serverOf } from './servers.js'

test('first', async () => {
  const server = await serverOf('postgres-15')
  const url = await server.createDatabase()
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  expect((await client.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  await client.end()
  await server.dropDatabase(url)
})
