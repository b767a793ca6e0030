import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { laboratory, load } from './published-laboratory.js'

const schema = join(import.meta.dirname, '../adapters/published/schema.prisma')

/**
 * A client of Prisma, generated for one kind of database. It needs no engine: a driver of JavaScript carries what it says. Nor does generating it, but
 * Prisma fetches the one that changes tables beforehand; naming any file that is there keeps it from that.
 */
// biome-ignore lint/suspicious/noExplicitAny: it is generated
export async function prismaClient(provider: 'postgresql' | 'sqlite', adapter: unknown): Promise<{ client: any; leave(): Promise<void> }> {
  const folder = mkdtempSync(join(laboratory(), 'prisma-'))
  writeFileSync(join(folder, 'schema.prisma'), readFileSync(schema, 'utf8').replace('"postgresql"', JSON.stringify(provider)))
  const { status, stderr } = spawnSync(
    process.execPath,
    [join(laboratory(), 'node_modules/prisma/build/index.js'), 'generate', '--schema', join(folder, 'schema.prisma'), '--no-hints'],
    {
      cwd: folder,
      encoding: 'utf8',
      env: {
        ...process.env,
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        CHECKPOINT_DISABLE: '1',
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        DATABASE_URL: provider === 'sqlite' ? 'file:./unused.db' : 'postgres://localhost/unused',
      },
    },
  )
  if (status !== 0) throw new Error(`prisma generate: ${stderr}`)
  const { PrismaClient } = await load(join(folder, 'client/index.js'))
  const client = new PrismaClient({ adapter })
  return {
    client,
    async leave() {
      await client.$disconnect()
      rmSync(folder, { recursive: true })
    },
  }
}

/** What `prisma migrate` would make of the schema. */
export function prismaTables(moment: 'timestamp(3)' | 'datetime'): string {
  return `
    create table "User" (id text not null primary key, name text, email text unique, "emailVerified" ${moment}, image text);
    create table "Account" (id text not null primary key, "userId" text not null references "User" (id) on delete cascade, type text not null,
      provider text not null, "providerAccountId" text not null, refresh_token text, access_token text, expires_at integer, token_type text,
      scope text, id_token text, session_state text, unique (provider, "providerAccountId"));
    create table "Session" (id text not null primary key, "sessionToken" text not null unique,
      "userId" text not null references "User" (id) on delete cascade, expires ${moment} not null);
    create table "VerificationToken" (identifier text not null, token text not null, expires ${moment} not null, unique (identifier, token))`
}
