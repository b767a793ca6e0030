/**
 * Sessions as rows on a server, which each database gets started for; everybody has a database of their own there, by the same driver.
 * The server's processor time counts as that of whoever asked it.
 */
import { mariadb } from '../../tools/services/mariadb.js'
import { mysql56 } from '../../tools/services/mysql-5.6.js'
import { postgres15 } from '../../tools/services/postgres-15.js'
import { databases } from '../databases.js'
import { alternate } from '../measure.js'
import { createPeer, everybody } from '../peers/index.js'
import { startProvider, watchRequests } from '../provider.js'
import { createServerTime, withServer } from '../server-time.js'
import '../next-request.js'
import { enter, names, sessionRow, statementsFor, textsOf, verbRows } from './stored-sessions.js'

export const services = { 'postgres-15': postgres15, mariadb, 'mysql-5.6': mysql56 }

export async function measure(how) {
  const rows = { databaseStatements: {}, absent: {} }
  const provider = await startProvider()
  watchRequests()
  try {
    const wanted = databases.filter((database) => !how.profile || concerns(how.profile, database)).slice(0, how.servers)
    for (const { id, store, without = [] } of wanted) {
      const why = services[id].missing()
      if (why) rows.absent[id] = why
      else {
        const peers = names.filter((name) => !without.includes(name))
        const { times, statements } = await onServer({ service: services[id], id, peers, ...(await import(store)) }, provider.origin, how)
        Object.assign(rows, times)
        rows.databaseStatements[id] = statements
      }
    }
    return rows
  } finally {
    provider.stop()
  }
}

const concerns = (rows, { id }) => rows.some((row) => row.endsWith(id))

async function onServer({ service, id, peers, store, watch }, provider, how) {
  const server = await service.start()
  const stores = new Map()
  let ours
  try {
    for (const name of [...peers, 'ours']) stores.set(name, store(await server.createDatabase()))
    const all = await everybody({ names: peers, world: (name) => ({ provider, store: stores.get(name) }) })
    if (store(server.url).authJsOwn && all.some(({ name }) => name === '@auth/core')) {
      const own = store(await server.createDatabase())
      stores.set('own', own)
      all.unshift(Object.assign(await createPeer('@auth/core', { provider, adapter: await own.authJsOwn() }), { name: '@auth/core, pg' }))
    }
    ours = all.find(({ name }) => name === 'ours')
    for (const peer of all) await enter(peer)
    const unwatch = watch()
    const statements = new Map()
    for (const peer of all) statements.set(peer.name, await statementsFor(peer))
    unwatch()
    const counted = withServer(createServerTime(server.pids))
    const verbs = verbRows(all, statements, stores.get('ours')).map(counted)
    return {
      times: {
        [`session-${id}`]: await alternate(all.map(sessionRow).map(counted), { ...how, row: `session-${id}` }),
        [`verb-${id}`]: await alternate(verbs, { ...how, row: `verb-${id}` }),
      },
      statements: Object.fromEntries([...statements].map(([name, of]) => [name, textsOf(of)])),
    }
  } finally {
    await ours?.settings.adapter.close()
    for (const one of stores.values()) await one.close()
    await server.stop()
  }
}
