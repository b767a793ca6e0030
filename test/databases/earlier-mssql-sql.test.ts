// No SQL Server can be started here. What a takeover would tell it is collected from one that answers as it would, and parsed by Microsoft's parser.
import * as kysely from 'kysely'
import { expect, test } from 'vitest'
import { compileMigrations } from '../../src/adapters/sql/compiled-migrations.js'
import type { Execute, SqlStore } from '../../src/adapters/sql/dialect.js'
import { mssql } from '../../src/adapters/sql/dialects/mssql.js'
import type { SqlGround } from '../../src/adapters/sql/ground.js'
import { createSchema } from '../../src/adapters/sql/schema.js'
import type { Row, Tables } from '../../src/adapters/sql/tables.js'
import { findEarlier } from '../../src/cli/earlier.js'
import { missingParser, parseTsql } from '../../tools/tsql/parse.js'
import { noteNotRun } from './servers.js'

const missing = missingParser()
if (missing !== undefined) noteNotRun(`the parser of T-SQL: ${missing}`)

const columns: Readonly<Record<string, string>> = {
  users: 'id:int name:nvarchar email:nvarchar email_verified:datetime image:nvarchar created_at:datetime',
  accounts: 'id:int user_id:int provider_type:nvarchar provider_id:nvarchar provider_account_id:nvarchar access_token_expires:datetime',
  sessions: 'id:int user_id:nvarchar expires:datetime session_token:nvarchar',
}
const shapes = Object.entries(columns).flatMap(([name, list]) =>
  list.split(' ').map((one) => ({ name, column_name: one.split(':')[0] ?? '', type: one.split(':')[1] ?? '' })),
)

/** One row in each earlier table, nothing in ours. */
function answers(text: string): readonly Row[] {
  if (text.includes('type_name(')) return shapes
  if (text.includes('count(')) return [{ n: 1 }]
  if (!/^select top/.test(text) || text.includes('>')) return []
  const row = { behind0: '1', id: '1', userid: '1', email: 'ann@example.com', providerid: 'acme', provideraccountid: '7' }
  return [{ ...row, emailverified: null, sessiontoken: 'raw', expires: 4_000_000_000_000 }]
}

async function told(): Promise<readonly string[]> {
  const texts: string[] = []
  const execute: Execute = ({ text }) => {
    texts.push(text)
    return answers(text)
  }
  const store: SqlStore = { execute, transaction: (work) => work(execute), migrate: (work) => work(execute), close() {} }
  const db = new kysely.Kysely<Tables>({ dialect: mssql.compiler(kysely) })
  const parts = { dialect: mssql, store, entityPrefix: '', clock: Date.now }
  const schema = createSchema({ ...parts, db, compiled: await compileMigrations(db, kysely, mssql) })
  const ground: SqlGround = { kind: 'sql', kysely, schema, ...parts }
  const earlier = await findEarlier({ ground }, { env: {}, print() {}, complain() {} })
  await earlier?.describe()
  await earlier?.makeRoom()
  await earlier?.take()
  return [...texts, ...(earlier?.statements ?? [])]
}

test('what SQL Server is told when its earlier tables are taken over reads, renames and writes all of them', async () => {
  const texts = await told()
  for (const part of ['exec sp_rename', 'create table "next_auth_earlier"', 'insert into "users"', 'datediff_big', 'select top (500)'])
    expect(texts.some((text) => text.includes(part)) ? part : 'missing').toBe(part)
})

test.skipIf(missing !== undefined)(
  'what SQL Server is told when its earlier tables are taken over is T-SQL to the parser of Microsoft',
  // The parser is built when it is first asked for.
  { timeout: 120_000 },
  async () => {
    const texts = [...new Set(await told())]
    const errors = parseTsql(texts)
    expect(texts.flatMap((text, at) => (errors[at] ?? ['not parsed']).map((error) => `${error}: ${text}`))).toEqual([])
  },
)
