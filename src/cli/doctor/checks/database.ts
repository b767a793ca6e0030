import { loadBackend, type SchemaStatus } from '../../../adapters/open-store.js'
import { readTarget } from '../../../adapters/target.js'
import { type Finding, found } from '../finding.js'
import type { Subject } from '../subject.js'

/** Opens the database, asks what its tables are, and changes nothing. An empty URL is looked for where `migrate` looks. */
export async function database(subject: Subject, url: string): Promise<readonly Finding[]> {
  const { app } = subject
  const [name] = ['AUTH_DATABASE_URL', 'DATABASE_URL'].filter((one) => app.variables.get(one))
  const given = url || (name && app.variables.get(name)?.value)
  const where = url || !name ? undefined : app.variables.get(name)?.where
  if (!given) return [found('database-unreachable', 'There is no URL of a database.', 'Set DATABASE_URL, or pass `--database URL`.')]
  try {
    return judge(await statusOf(given), subject, where)
  } catch (error) {
    const what = `The database cannot be read: ${error instanceof Error ? error.message : error}`
    return [found('database-unreachable', what, 'Try it from where the application runs.', where)]
  }
}

async function statusOf(url: string): Promise<SchemaStatus> {
  const target = { ...readTarget(url), synchronize: false }
  const backend = await loadBackend(target)
  const store = await backend.open(target, { clock: Date.now, generateId: () => crypto.randomUUID(), warn: () => {}, create: false })
  try {
    return await store.schema.status()
  } finally {
    await store.adapter.close()
  }
}

function judge(
  { version, newest, pending, problems }: SchemaStatus,
  { configurations }: Subject,
  where: string | undefined,
): readonly Finding[] {
  const plan = 'Run `npx next-auth migrate plan`, read what it would do, then `npx next-auth migrate`.'
  const changed = problems.map((problem) => found('database-changed', problem, plan, where))
  if (pending.length === 0) return changed
  const isAdapters =
    version === 0 && configurations.some(({ option }) => option('adapter')) && !configurations.some(({ option }) => option('database'))
  const what = version === 0 ? 'The database has no tables of this version.' : `The database has schema ${version} of ${newest}.`
  if (isAdapters) return [found('database-of-adapter', what, 'Keep the `adapter`, and nothing is needed.', where)]
  return [...changed, found('database-behind', what, plan, where)]
}
