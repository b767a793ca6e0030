/** Sessions as rows in SQLite, read through `node:sqlite` by everybody; and the statements that reads and sign-ins cost. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { alternate } from '../measure.js'
import { everybody } from '../peers/index.js'
import { startProvider, watchRequests } from '../provider.js'
import { sqliteStore, watch } from '../stores/sqlite.js'
import '../next-request.js'
import { enter, names, sessionRow, statementsFor, textsOf, verbRows } from './stored-sessions.js'

export async function measure(how) {
  const provider = await startProvider()
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  watchRequests()
  try {
    const stores = new Map([...names, 'ours'].map((name) => [name, sqliteStore(join(folder, `${name.replace(/\W/g, '-')}.db`))]))
    const all = await everybody({ names, world: (name) => ({ provider: provider.origin, store: stores.get(name) }) })
    for (const peer of all) await enter(peer)
    const times = await alternate(all.map(sessionRow), { ...how, row: 'sqlite' })
    const unwatch = watch()
    const statements = new Map()
    for (const peer of all) statements.set(peer.name, await statementsFor(peer))
    unwatch()
    const verbs = await alternate(verbRows(all, statements, stores.get('ours')), { ...how, row: 'verb-sqlite' })
    return { sqlite: times, 'verb-sqlite': verbs, statements: Object.fromEntries([...statements].map(([name, of]) => [name, textsOf(of)])) }
  } finally {
    provider.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}
