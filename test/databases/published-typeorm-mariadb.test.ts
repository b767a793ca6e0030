import type { Adapter } from 'next-auth/adapters'
import { describe, vi } from 'vitest'
import { publishedCases } from './published-cases.js'
import { load } from './published-laboratory.js'
import { databaseOn, missing } from './published-place.js'
import { say } from './sql-subject.js'

// Elsewhere the adapter builds its entities anew at every verb, and verbs that run meanwhile fail.
vi.stubEnv('NODE_ENV', 'production')

/**
 * The adapter's entities as tables, but for two columns: 255 letters hold no ID token. Whoever signs in by OpenID Connect on MySQL has made
 * them longer.
 */
const tables = [
  'create table users (id varchar(36) primary key, name varchar(255), email varchar(255) unique, emailVerified varchar(255), image varchar(255))',
  `create table accounts (id varchar(36) primary key, userId varchar(36) not null references users (id), type varchar(255) not null,
     provider varchar(255) not null, providerAccountId varchar(255) not null, refresh_token varchar(255), access_token text, expires_at bigint,
     token_type varchar(255), scope varchar(255), id_token text, session_state varchar(255))`,
  `create table sessions (id varchar(36) primary key, sessionToken varchar(255) not null unique, userId varchar(36) not null references users (id),
     expires varchar(255) not null)`,
  'create table verification_tokens (id varchar(36) primary key, token varchar(255) not null, identifier varchar(255) not null, expires varchar(255) not null)',
]

/** A file of its own: the adapter has one connection for all of a process, the first that it was given. */
describe.skipIf(missing('mariadb'))('published adapters', () => {
  publishedCases({
    name: '@auth/typeorm-adapter, MariaDB',
    lacks: {
      uniqueTokens: 'its entity of tokens has no unique index',
      exactKeys: 'MariaDB compares loosely, and the adapter cannot show an account',
    },
    async open() {
      const { url, leave } = await databaseOn('mariadb')
      for (const statement of tables) await say(url, statement)
      const { TypeORMAdapter } = await load('@auth/typeorm-adapter')
      const adapter = TypeORMAdapter({ type: 'mariadb', url, synchronize: false }) as Adapter & { __disconnect(): Promise<void> }
      return {
        adapter,
        async close() {
          await adapter.__disconnect()
          await leave()
        },
      }
    },
  })
})
