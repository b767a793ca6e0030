/**
 * Ours alone, on servers: what an indexed path costs with 100 000 users and 500 000 sessions, against 10 000 of each. The server's own
 * processor time counts; it has 32 MB for what it keeps in memory, so that the large tables do not fit.
 */
import { databases } from '../databases.js'
import { alternate, ratio } from '../measure.js'
import { createOurs, withOurs } from '../peers/index.js'
import { createServerTime, withServer } from '../server-time.js'
import { services } from './databases.js'
import { contestant, looks, shuffled, sizes } from './scale.js'

export async function measure(how) {
  const rows = { databaseScale: {} }
  for (const database of withOurs() ? databases.filter(({ scaled }) => scaled) : []) {
    const service = services[database.id]
    if (!service.missing()) rows.databaseScale[database.id] = await onServer(service, await import(database.store), how)
  }
  return rows
}

async function onServer(service, { store, fill }, how) {
  const server = await service.start()
  const all = {}
  try {
    for (const [name, size] of Object.entries(sizes)) {
      const one = store(await server.createDatabase())
      all[name] = { ...size, one, tokens: shuffled(size.users) }
      const [{ settings }] = await createOurs({ store: one })
      all[name].adapter = settings.adapter
      await fill(one.pool, size)
    }
    const counted = withServer(createServerTime(server.pids))
    const paths = {}
    for (const [path, look] of Object.entries(looks)) {
      const contestants = Object.entries(all).map(([name, one]) => counted(contestant(name, one, look)))
      paths[path] = ratio(await alternate(contestants, { ...how, most: look.most ?? 400, row: `scale-${path}` }), 'large', 'small')
    }
    return paths
  } finally {
    for (const { adapter, one } of Object.values(all)) await Promise.all([adapter?.close(), one.close()])
    await server.stop()
  }
}
