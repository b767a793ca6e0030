import * as kysely from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { compileMigrations, script } from '../../src/adapters/sql/compiled-migrations.js'
import { migrationLocks } from '../../src/adapters/sql/dialects/migration-locks.js'
import { mssql } from '../../src/adapters/sql/dialects/mssql.js'
import { prefixPlugin } from '../../src/adapters/sql/prefix.js'
import type { Statement } from '../../src/adapters/sql/statement.js'
import { compileStatements, type Statements } from '../../src/adapters/sql/statements.js'
import type { SessionsTable, Tables, UsersTable } from '../../src/adapters/sql/tables.js'
import { missingParser, parseTsql } from '../../tools/tsql/parse.js'
import { noteNotRun } from './servers.js'

// No SQL Server can be started here. What it would be told is written down, read by people, and parsed by Microsoft's own parser.
const missing = missingParser()
if (missing !== undefined) noteNotRun(`the parser of T-SQL: ${missing}`)

const userColumns: readonly (keyof UsersTable)[] = ['name', 'email', 'email_verified', 'image', 'updated_at']
const sessionColumns: readonly (keyof SessionsTable)[] = ['expires', 'sid', 'provider', 'amr', 'auth_time']

describe('what SQL Server is told', () => {
  let texts: readonly (readonly [name: string, text: string])[] = []
  beforeAll(async () => {
    texts = await everything('')
  })

  test('is what was reviewed', async () => {
    const file = texts.map(([name, text]) => `-- ${name}\n${text}\n`).join('\n')
    await expect(file).toMatchFileSnapshot('mssql-sql.snap.sql')
  })

  test.skipIf(missing !== undefined)('is T-SQL to the parser of Microsoft', async () => {
    const all = [...texts, ...(await everything('auth_'))]
    const errors = parseTsql(all.map(([, text]) => text))
    expect(all.flatMap(([name], at) => (errors[at] ?? ['not parsed']).map((error) => `${name}: ${error}`))).toEqual([])
    expect(parseTsql(['insert into t (a) values (1) returning a', 'delete from t limit 1']).map((found) => found.length > 0)).toEqual([
      true,
      true,
    ])
  })

  test('has a name with the prefix wherever it has a name of ours', async () => {
    const both = await everything('auth_')
    const names = /"((?:users|accounts|sessions|verification_tokens|rate_counters|next_auth_schema)\w*)"/g
    const renamed = texts.map(([name, text]) => [name, text.replace(names, '"auth_$1"')])
    expect(both).toEqual(renamed)
  })

  test('never has a value in its text', () => {
    for (const [name, text] of texts) {
      if (name !== 'lock' && !name.startsWith('script')) expect(`${name}: ${text.includes("'")}`).toBe(`${name}: false`)
    }
  })
})

async function everything(prefix: string): Promise<readonly (readonly [name: string, text: string])[]> {
  const plain = new kysely.Kysely<Tables>({ dialect: mssql.compiler(kysely) })
  const db = prefix === '' ? plain : plain.withPlugin(prefixPlugin(prefix))
  const compiled = await compileMigrations(db, kysely, mssql)
  const statements = compileStatements(db, mssql.writeForms(db, kysely), () => true)
  const recorded =
    script(compiled, 1_790_000_000_123)
      .at(-1)
      ?.replace(/'[0-9a-f]{64}'/, "'…'") ?? ''
  return [
    ...compiled.flatMap((migration) => migration.statements.map((text, at) => [`${migration.name}, ${at + 1}`, text] as const)),
    ['script, the last line', recorded],
    ['lock', migrationLocks.mssql.take ?? ''],
    ['objects', mssql.objects],
    ['tableColumns', mssql.tableColumns],
    ...named(statements).flatMap(([name, statement]) => texted(name, statement)),
  ]
}

function named(statements: Statements): readonly (readonly [string, Statement])[] {
  const { sweeps, updateUser, updateSession, ...others } = statements
  return [
    ...(Object.entries(others) as [string, Statement][]),
    ['updateUser', updateUser(userColumns)],
    ['updateUser, nothing', updateUser([])],
    ['updateSession', updateSession(sessionColumns)],
    ['updateSession, nothing', updateSession([])],
    ...sweeps.map((sweep, at) => [`sweep ${at + 1}`, sweep] as const),
  ]
}

/** With what stands for each parameter. */
function texted(name: string, { text, parameters, otherwise, writes }: Statement): readonly (readonly [string, string])[] {
  const values = parameters.map((one, at) => `@${at + 1}=${typeof one === 'object' && one !== null ? one.given : `constant ${one}`}`)
  const title = `${name} (${writes ? 'writes' : 'reads'}) ${values.join(' ')}`
  return [[title, text], ...(otherwise ? texted(`${name}, otherwise`, otherwise) : [])]
}
