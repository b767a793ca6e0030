/** MySQL and MariaDB by `mysql2`: everybody has a pool of ten connections, which is its default. */
import { Connection, createPool } from 'mysql2'
import { noting } from '../statements.js'

/** Notes every statement that is run from now on. */
export function watch() {
  const base = Object.getPrototypeOf(Connection.prototype)
  const statementOf = (query, values) =>
    typeof query === 'string' ? { text: query, values } : { text: query.sql, values: query.values ?? values }
  const undo = ['query', 'execute'].map((verb) => noting(base, verb, statementOf))
  return () => {
    for (const one of undo) one()
  }
}

export const open = (url) => createPool({ uri: url })

/**
 * @param {string} url of a database of the peer's own
 * @returns {import('../statements.js').Store}
 */
export function store(url) {
  const pool = open(url)
  const promising = pool.promise()
  return {
    ours: { client: pool },
    async authJs() {
      const [{ KyselyAdapter }, { Kysely, MysqlDialect }] = await Promise.all([import('@auth/kysely-adapter'), import('kysely')])
      for (const table of kyselyTables) await promising.query(table)
      return KyselyAdapter(new Kysely({ dialect: new MysqlDialect({ pool }) }))
    },
    betterAuth: () => promising,
    bare:
      ({ text, values }) =>
      () =>
        promising.execute(text, values),
    close: () => promising.end(),
  }
}

const kyselyTables = [
  'CREATE TABLE `User` (id varchar(191) PRIMARY KEY, name text, email varchar(191) UNIQUE, emailVerified datetime(3), image text)',
  `CREATE TABLE \`Account\` (id varchar(191), userId varchar(191) NOT NULL, type text NOT NULL, provider varchar(64) NOT NULL, providerAccountId varchar(120) NOT NULL,
    refresh_token text, access_token text, expires_at bigint, token_type text, scope text, id_token text, session_state text,
    PRIMARY KEY (provider, providerAccountId), INDEX (userId), FOREIGN KEY (userId) REFERENCES \`User\` (id) ON DELETE CASCADE)`,
  `CREATE TABLE \`Session\` (id varchar(191), sessionToken varchar(191) PRIMARY KEY, userId varchar(191) NOT NULL, expires datetime(3) NOT NULL,
    INDEX (userId), FOREIGN KEY (userId) REFERENCES \`User\` (id) ON DELETE CASCADE)`,
  'CREATE TABLE `VerificationToken` (identifier text NOT NULL, token varchar(191) PRIMARY KEY, expires datetime(3) NOT NULL)',
]
