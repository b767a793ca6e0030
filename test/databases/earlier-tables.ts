import { DatabaseSync } from 'node:sqlite'
import type { Adapter } from 'next-auth/adapters'
import type { Tally } from '../../src/adapters/earlier/take-over.js'
import { loadBackend, type OpenStore } from '../../src/adapters/open-store.js'
import { readTarget } from '../../src/adapters/target.js'
import { findEarlier } from '../../src/cli/earlier.js'
import { say } from './sql-subject.js'

/** A family of SQL, as far as its tables of earlier generations differ. */
export type Family = 'sqlite' | 'postgres' | 'mysql'

export function familyOf(url: string): Family {
  return url.startsWith('postgres') ? 'postgres' : url.startsWith('sqlite') ? 'sqlite' : 'mysql'
}

/** What an earlier application's migrations say to the database, statement by statement. */
export async function sayAll(url: string, statements: readonly string[]): Promise<void> {
  for (const text of statements) await ask(url, text)
}

export async function ask(url: string, text: string): Promise<readonly Record<string, unknown>[]> {
  if (!url.startsWith('sqlite:')) return say(url, text)
  const database = new DatabaseSync(url.slice('sqlite:'.length))
  try {
    return database.prepare(text).all()
  } finally {
    database.close()
  }
}

/** Opens a database as the command does. */
export function openAt(url: string, entityPrefix = '', warnings: string[] = []): Promise<OpenStore> {
  const target = { ...readTarget({ url, entityPrefix }), synchronize: false }
  const warn = (code: string): void => void warnings.push(code)
  return loadBackend(target).then((backend) =>
    backend.open(target, { clock: Date.now, generateId: () => crypto.randomUUID(), warn, create: true }),
  )
}

const terminal = { env: {}, print: () => {}, complain: () => {} }

/** What `npx next-auth migrate` does, and what it tells. */
export async function takeOver(url: string, entityPrefix = ''): Promise<Tally | undefined> {
  return within(url, entityPrefix, async (store) => {
    const earlier = await findEarlier(store, terminal)
    await (earlier ? earlier.makeRoom() : store.schema.up())
    return earlier?.take()
  })
}

/** What `npx next-auth migrate plan` says of them. */
export async function described(url: string, entityPrefix = ''): Promise<readonly string[]> {
  return within(url, entityPrefix, async (store) => {
    const earlier = await findEarlier(store, terminal)
    return earlier ? [...(await earlier.describe()), ...earlier.statements] : []
  })
}

export function reading<T>(url: string, entityPrefix: string, read: (adapter: Required<Adapter>) => Promise<T>): Promise<T> {
  return within(url, entityPrefix, ({ adapter }) => read(adapter as Required<Adapter>))
}

async function within<T>(url: string, entityPrefix: string, work: (store: OpenStore) => Promise<T>): Promise<T> {
  const store = await openAt(url, entityPrefix)
  try {
    return await work(store)
  } finally {
    await store.adapter.close()
  }
}
