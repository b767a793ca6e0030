// Compiled where the adapters are installed, each with types of its own: what they return is an adapter of ours without a cast.
import { D1Adapter } from '@auth/d1-adapter'
import { DrizzleAdapter } from '@auth/drizzle-adapter'
import { KyselyAdapter, type KyselyAuth } from '@auth/kysely-adapter'
import { MongoDBAdapter } from '@auth/mongodb-adapter'
import NeonAdapter from '@auth/neon-adapter'
import PostgresAdapter from '@auth/pg-adapter'
import { PrismaAdapter } from '@auth/prisma-adapter'
import SequelizeAdapter from '@auth/sequelize-adapter'
import { TypeORMAdapter } from '@auth/typeorm-adapter'
import { UnstorageAdapter } from '@auth/unstorage-adapter'
import { UpstashRedisAdapter } from '@auth/upstash-redis-adapter'
import { PrismaAdapter as PrismaAdapterOfV4 } from '@next-auth/prisma-adapter'
import { TypeORMLegacyAdapter } from '@next-auth/typeorm-legacy-adapter'
import { UpstashRedisAdapter as UpstashRedisAdapterOfV4 } from '@next-auth/upstash-redis-adapter'
import NextAuth, { type NextAuthConfig } from 'next-auth'

type First<F extends (...given: never[]) => unknown> = Parameters<F>[0]
declare function client<T>(): T

export const configurations: NextAuthConfig[] = [
  { providers: [], adapter: PrismaAdapter(client<First<typeof PrismaAdapter>>()) },
  { providers: [], adapter: PrismaAdapterOfV4(client<First<typeof PrismaAdapterOfV4>>()) },
  { providers: [], adapter: DrizzleAdapter(client<First<typeof DrizzleAdapter>>()) },
  { providers: [], adapter: KyselyAdapter(client<KyselyAuth<never>>()) },
  { providers: [], adapter: MongoDBAdapter(client<First<typeof MongoDBAdapter>>()) },
  { providers: [], adapter: D1Adapter(client<First<typeof D1Adapter>>()) },
  { providers: [], adapter: NeonAdapter(client<First<typeof NeonAdapter>>()) },
  { providers: [], adapter: PostgresAdapter(client<First<typeof PostgresAdapter>>()) },
  { providers: [], adapter: SequelizeAdapter(client<First<typeof SequelizeAdapter>>()) },
  { providers: [], adapter: TypeORMAdapter('postgres://localhost/app') },
  { providers: [], adapter: TypeORMLegacyAdapter('postgres://localhost/app') },
  { providers: [], adapter: UnstorageAdapter(client<First<typeof UnstorageAdapter>>()) },
  { providers: [], adapter: UpstashRedisAdapter(client<First<typeof UpstashRedisAdapter>>()) },
  { providers: [], adapter: UpstashRedisAdapterOfV4(client<First<typeof UpstashRedisAdapterOfV4>>()) },
]

export const { handlers, auth } = NextAuth({ providers: [], adapter: PrismaAdapter(client<First<typeof PrismaAdapter>>()) })

// @ts-expect-error nobody can sign in over these: the compiler looked
export const nothing: NextAuthConfig = { providers: [], adapter: { createUser: 'no verb' } }
