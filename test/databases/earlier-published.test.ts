// Tables and rows as the adapters of v3 and v5 themselves make them, from npm, taken over on real servers.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { installLaboratory } from '../../tools/laboratory.js'
import { type Shape, shapes, spoken } from './earlier-shapes.js'
import { ask, familyOf, reading, sayAll, takeOver } from './earlier-tables.js'
import { databaseServers, type Server, serverOf } from './servers.js'

type Verbs = Readonly<Record<string, (...words: unknown[]) => Promise<Record<string, unknown>>>>

let place = ''
beforeAll(() => {
  place = installLaboratory(join(import.meta.dirname, 'earlier'), 'earlier')
}, 300_000)

interface Written {
  readonly user: { readonly id: number; readonly emailVerified: string }
  readonly session: { readonly sessionToken: string; readonly expires: string }
}

/** Its entities are changed for the kind of database that it meets first, for as long as the process lasts. */
function inItsOwnProcess(url: string): Written {
  const { hostname: host, port, username, password, pathname } = new URL(url)
  const config = {
    type: familyOf(url),
    host,
    port: Number(port),
    username,
    password: decodeURIComponent(password),
    database: pathname.slice(1),
    synchronize: true,
  }
  const code = `const { TypeORMLegacyAdapter } = require('@next-auth/typeorm-legacy-adapter')
    const options = { session: { maxAge: 86400, updateAge: 0 }, secret: 's', logger: console }
    TypeORMLegacyAdapter(${JSON.stringify(config)}).getAdapter(options).then(async (adapter) => {
      const user = await adapter.createUser({ name: 'Ann', email: 'ann@example.com', emailVerified: true })
      await adapter.linkAccount(user.id, 'acme', 'oauth', '7', 'refresh', 'access', new Date('2030-01-01T00:00:00Z'))
      const { sessionToken } = await adapter.createSession(user)
      const session = await adapter.getSession(sessionToken)
      console.log(JSON.stringify({ user: await adapter.getUser(user.id), session }))
      process.exit()
    })`
  const { stdout, stderr } = spawnSync(process.execPath, ['--no-warnings', '-e', code], { cwd: place, encoding: 'utf8', timeout: 60_000 })
  if (!stdout.startsWith('{')) throw new Error(`${stdout}${stderr}`)
  return JSON.parse(stdout)
}

const require = (name: string): unknown => createRequire(join(place, 'index.js'))(name)
const hash = (text: unknown): string => createHash('sha256').update(String(text)).digest('base64url')
const later = new Date('2037-01-02T03:04:05.678Z')
const here = databaseServers.flatMap(({ name, url }) => (url && /^(postgres|maria|mysql)/.test(name) ? [name] : []))

describe.each(here)('%s', (name) => {
  let server: Server
  const urls: string[] = []
  beforeAll(async () => {
    server = await serverOf(name)
  })
  afterAll(async () => {
    for (const url of urls) await server.dropDatabase(url)
  })
  const freshDatabase = async (): Promise<string> => {
    const url = await server.createDatabase()
    urls.push(url)
    return url
  }

  test('v3: @next-auth/typeorm-legacy-adapter, which makes its tables itself', async () => {
    const url = await freshDatabase()
    // An address of 255 characters is in an index: there, of three bytes each at most.
    if (name === 'mysql-5.6') await ask(url, `alter database ${new URL(url).pathname.slice(1)} character set utf8`)
    const { user, session } = inItsOwnProcess(url)
    expect(await takeOver(url)).toEqual({ users: { taken: 1 }, accounts: { taken: 1 }, sessions: { taken: 1 } })
    await reading(url, '', async (adapter) => {
      const found = await adapter.getSessionAndUser(hash(session.sessionToken))
      expect(found?.user).toEqual({
        id: String(user.id),
        name: 'Ann',
        email: 'ann@example.com',
        emailVerified: new Date(user.emailVerified),
        image: null,
      })
      expect(found?.session.expires).toEqual(new Date(session.expires))
      expect(await adapter.unlinkAccount({ provider: 'acme', providerAccountId: '7' })).toMatchObject({
        refresh_token: 'refresh',
        access_token: 'access',
        expires_at: 1_893_456_000,
      })
    })
  })

  // MySQL 5.6 has no default that is drawn anew for each row.
  if (name !== 'mysql-5.6')
    test('v5: @auth/kysely-adapter', async () => {
      const url = await freshDatabase()
      const drawn = familyOf(url) === 'mysql' ? 'uuid()' : 'gen_random_uuid()'
      const { create } = spoken(shapes.find((shape) => shape.name === 'Kysely') as Shape, familyOf(url))
      await sayAll(
        url,
        create.map((text) => text.replace('not null primary key', `not null default (${drawn}) primary key`)),
      )
      const { KyselyAdapter } = (await import(join(place, 'node_modules/@auth/kysely-adapter/index.js'))) as {
        KyselyAdapter(db: unknown): Verbs
      }
      const kysely = require('kysely') as typeof import('kysely')
      const { Pool } = require('pg') as typeof import('pg')
      const { createPool } = require('mysql2') as typeof import('mysql2')
      const dialect =
        familyOf(url) === 'mysql'
          ? new kysely.MysqlDialect({ pool: createPool({ uri: url, timezone: 'Z' }) as never })
          : new kysely.PostgresDialect({ pool: new Pool({ connectionString: url }).on('error', () => {}) })
      const db = new kysely.Kysely<unknown>({ dialect })
      await proves(url, KyselyAdapter(db), () => db.destroy())
    })

  if (name.startsWith('postgres'))
    test('v5: @auth/pg-adapter', async () => {
      const url = await freshDatabase()
      // The schema of its documentation, but for the numbers it draws.
      const { create } = spoken(shapes.find((shape) => shape.name === '@auth/pg-adapter') as Shape, 'postgres')
      await sayAll(
        url,
        create.map((text) => text.replace('"id" integer', '"id" serial')),
      )
      const { default: PostgresAdapter } = (await import(join(place, 'node_modules/@auth/pg-adapter/index.js'))) as {
        default(pool: unknown): Verbs
      }
      const { Pool } = require('pg') as typeof import('pg')
      const pool = new Pool({ connectionString: url }).on('error', () => {})
      await proves(url, PostgresAdapter(pool), () => pool.end())
    })

  async function proves(url: string, published: Verbs, end: () => Promise<unknown>): Promise<void> {
    const user = await published.createUser?.({
      id: 'drawn-by-core',
      name: 'Ann',
      email: 'ann@example.com',
      emailVerified: later,
      image: null,
    })
    const tokens = {
      access_token: 'access',
      refresh_token: 'refresh',
      id_token: 'id',
      scope: 'openid',
      token_type: 'bearer',
      session_state: 'state',
    }
    await published.linkAccount?.({ userId: user?.id, type: 'oidc', provider: 'acme', providerAccountId: '7', expires_at: 77, ...tokens })
    await published.createSession?.({ sessionToken: 'raw', userId: user?.id, expires: later })
    await end()
    expect(await takeOver(url)).toEqual({ users: { taken: 1 }, accounts: { taken: 1 }, sessions: { taken: 1 } })
    await reading(url, '', async (adapter) => {
      const found = await adapter.getSessionAndUser(hash('raw'))
      expect(found?.session.expires).toEqual(later)
      expect(found?.user).toEqual({ id: String(user?.id), name: 'Ann', email: 'ann@example.com', emailVerified: later, image: null })
      expect(await adapter.unlinkAccount({ provider: 'acme', providerAccountId: '7' })).toMatchObject({
        type: 'oidc',
        expires_at: 77,
        ...tokens,
      })
    })
    expect(await ask(url, 'select count(*) as n from next_auth_earlier')).toHaveLength(1)
  }
})
