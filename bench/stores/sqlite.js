/** SQLite by `node:sqlite` for everybody, with the same pragmas. */
import { DatabaseSync, StatementSync } from 'node:sqlite'
import { noting } from '../statements.js'

/** Notes every statement that is run from now on. */
export function watch() {
  const undo = [
    ...['get', 'all', 'run', 'iterate'].map((verb) =>
      noting(StatementSync.prototype, verb, function (...values) {
        return { text: this.sourceSQL, values }
      }),
    ),
    noting(DatabaseSync.prototype, 'exec', (text) => ({ text })),
  ]
  return () => {
    for (const one of undo) one()
  }
}

export function open(file) {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON')
  return database
}

/** @returns {import('../statements.js').Store} */
export function sqliteStore(file) {
  return {
    ours: `sqlite:${file}`,
    authJs: () => authJsAdapter(file),
    betterAuth: () => open(file),
    bare({ text, values }) {
      const statement = open(file).prepare(text)
      return () => statement.get(...values)
    },
    close() {},
  }
}

/** Auth.js's Kysely adapter over `node:sqlite`. */
async function authJsAdapter(file) {
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
