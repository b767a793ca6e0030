import { parseArgs } from 'node:util'
import { type TakeOver, tell } from '../adapters/earlier/take-over.js'
import { loadBackend, type OpenStore } from '../adapters/open-store.js'
import { readTarget, type Target } from '../adapters/target.js'
import { type Command, done, failed, misused, type Terminal } from './command.js'
import { findEarlier } from './earlier.js'
import { loadEnvironmentFiles } from './environment-files.js'

/** What may stand after `migrate`; nothing means `up`. */
const steps: Readonly<Record<string, (target: Target, terminal: Terminal) => Promise<number>>> = {
  up: (target, terminal) =>
    withStore(target, true, async (store) => {
      const earlier = await findEarlier(store, terminal)
      const names = earlier ? await earlier.makeRoom() : await store.schema.up()
      for (const name of names) terminal.print(`Applied ${name}.`)
      if (earlier) return takeOver(earlier, terminal)
      if (names.length === 0) terminal.print('Nothing to do: the database is up to date.')
      return done
    }),
  plan: (target, terminal) =>
    withStore(target, false, async (store) => {
      const earlier = await findEarlier(store, terminal)
      for (const line of earlier ? await earlier.describe() : []) terminal.print(`-- ${line}`)
      for (const statement of earlier?.statements ?? []) terminal.print(`${statement};`)
      const statements = earlier?.inTheWay ? await (await loadBackend(target)).script(target, Date.now()) : await store.schema.plan()
      for (const statement of statements) terminal.print(`${statement};`)
      if (earlier) terminal.print('-- Then `npx next-auth migrate` copies the rows, batch by batch; the tables above stay.')
      else if (statements.length === 0) terminal.print('-- Nothing to do: the database is up to date.')
      return done
    }),
  status: (target, terminal) =>
    withStore(target, false, async (store) => {
      const { version, newest, pending, problems } = await store.schema.status()
      terminal.print(`The database has schema ${version}; this version of next-auth knows ${newest}.`)
      for (const name of pending) terminal.print(`Pending: ${name}`)
      for (const problem of problems) terminal.print(`Problem: ${problem}`)
      const earlier = await findEarlier(store, terminal)
      for (const line of earlier ? await earlier.describe() : []) terminal.print(line)
      const isTaken = !earlier || (await earlier.hasRun())
      if (!isTaken) terminal.print('Pending: taking over what is in them')
      return pending.length + problems.length === 0 && isTaken ? done : failed
    }),
  sweep: (target, terminal) =>
    withStore(target, false, async ({ adapter }) => {
      terminal.print(`Deleted ${await sweepAll(adapter)} expired rows.`)
      return done
    }),
  sql: async (target, { print }) => {
    for (const statement of await (await loadBackend(target)).script(target, Date.now())) print(`${statement};`)
    return done
  },
}

export const migrate: Command = {
  usage: `migrate [${Object.keys(steps).join('|')}] [--database URL]`,
  summary: [
    'Creates the tables of next-auth and brings them up to date. Running it again changes nothing.',
    'up      does it, under a lock (this is what `migrate` alone does), and takes over what tables of next-auth 3, 4 and 5 hold',
    'plan    prints the statements that `up` would run',
    'status  prints what is there; exit code 1 when something is pending or wrong',
    'sweep   deletes expired sessions, tokens and counters; the running application does it, too, now and then',
    'sql     prints everything from the beginning, to be run by hand; opens no database',
    'The URL comes from --database, AUTH_DATABASE_URL or DATABASE_URL; .env files are read as Next reads them.',
  ].join('\n'),
  async run(args, terminal) {
    const { values, positionals } = parseArgs({ args: [...args], options: { database: { type: 'string' } }, allowPositionals: true })
    const [name = 'up', ...rest] = positionals
    const step = Object.hasOwn(steps, name) ? steps[name] : undefined
    if (!step || rest.length > 0) {
      terminal.complain(`Usage: npx next-auth ${migrate.usage}`)
      return misused
    }
    loadEnvironmentFiles(terminal.env)
    const url = values.database ?? (terminal.env.AUTH_DATABASE_URL || terminal.env.DATABASE_URL)
    if (!url) {
      terminal.complain('Which database? Set DATABASE_URL, or pass --database sqlite:./auth.db')
      return misused
    }
    // Tables are made by the step that was asked for, not by opening.
    return step({ ...readTarget(url), synchronize: false }, terminal)
  },
}

/** What was left is told, and no failure: the earlier tables still have it. */
async function takeOver(earlier: TakeOver, { print }: Terminal): Promise<number> {
  const tally = await earlier.take()
  for (const line of tell(tally)) print(line)
  print('The earlier tables stay as they are. Run this again for what was written to them meanwhile.')
  return done
}

/** A sweep takes a batch; there is no more when one takes nothing. What expires meanwhile is the next one's. */
async function sweepAll(adapter: OpenStore['adapter']): Promise<number> {
  const before = new Date()
  let sum = 0
  for (let swept = 1; swept > 0; sum += swept) swept = await adapter.sweep(before)
  return sum
}

async function withStore(target: Target, create: boolean, use: (store: OpenStore) => Promise<number>): Promise<number> {
  const backend = await loadBackend(target)
  // What opening would warn of, these commands say themselves.
  const store = await backend.open(target, { clock: Date.now, generateId: () => crypto.randomUUID(), warn: () => {}, create })
  try {
    return await use(store)
  } finally {
    await store.adapter.close()
  }
}
