/** SQLite by `node:sqlite` for everybody, with the same pragmas; and a count of what is executed. */
import { DatabaseSync, StatementSync } from 'node:sqlite'

const executed = []

/** Every statement that is run in this process, whoever runs it. */
export function countStatements() {
  for (const verb of ['get', 'all', 'run', 'iterate']) {
    const original = StatementSync.prototype[verb]
    StatementSync.prototype[verb] = function (...values) {
      executed.push(this.sourceSQL)
      return original.apply(this, values)
    }
  }
  const exec = DatabaseSync.prototype.exec
  DatabaseSync.prototype.exec = function (sql) {
    executed.push(sql)
    return exec.call(this, sql)
  }
}

/** What was executed while `work` ran, without begin, commit and savepoints. */
export async function statementsOf(work) {
  executed.length = 0
  await work()
  return executed.filter((sql) => !/^\s*(begin|commit|rollback|savepoint|release|pragma)\b/i.test(sql))
}

export function open(file) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
  return database
}

/** Auth.js's Kysely adapter over `node:sqlite`. */
export async function authJsAdapter(file) {
  const [{ KyselyAdapter }, { Kysely, SqliteDialect }] = await Promise.all([import('@auth/kysely-adapter'), import('kysely')])
  const database = open(file)
  database.exec(authJsTables)
  const dialect = new SqliteDialect({
    database: {
      close: () => database.close(),
      prepare: (sql) => {
        const statement = database.prepare(sql)
        const plainValues = (values) =>
          values.map((value) => (typeof value === 'boolean' ? Number(value) : value === undefined ? null : value))
        return {
          reader: statement.columns().length > 0,
          all: (values) => statement.all(...plainValues(values)),
          run: (values) => statement.run(...plainValues(values)),
          iterate: (values) => statement.iterate(...plainValues(values)),
        }
      },
    },
  })
  return KyselyAdapter(new Kysely({ dialect }))
}

const authJsTables = `
CREATE TABLE IF NOT EXISTS "User" (id TEXT PRIMARY KEY, name TEXT, email TEXT UNIQUE, "emailVerified" TEXT, image TEXT);
CREATE TABLE IF NOT EXISTS "Account" (id TEXT, "userId" TEXT NOT NULL REFERENCES "User" (id) ON DELETE CASCADE, type TEXT NOT NULL, provider TEXT NOT NULL,
  "providerAccountId" TEXT NOT NULL, refresh_token TEXT, access_token TEXT, expires_at INTEGER, token_type TEXT, scope TEXT, id_token TEXT, session_state TEXT,
  PRIMARY KEY (provider, "providerAccountId"));
CREATE TABLE IF NOT EXISTS "Session" (id TEXT, "sessionToken" TEXT PRIMARY KEY, "userId" TEXT NOT NULL REFERENCES "User" (id) ON DELETE CASCADE, expires TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS "VerificationToken" (identifier TEXT NOT NULL, token TEXT PRIMARY KEY, expires TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS "AccountUser" ON "Account" ("userId");
CREATE INDEX IF NOT EXISTS "SessionUser" ON "Session" ("userId");
`
