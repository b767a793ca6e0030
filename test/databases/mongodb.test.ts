import { adapterCases } from 'next-auth/testing'
import { describe, expect, test } from 'vitest'
import { type StandIn, startStandIn } from './mongo-stand-in/server.js'
import { mongodbFaults } from './mongodb-line.js'
import { type Opened, openAt } from './mongodb-open.js'
import { databaseServers, serverOf } from './servers.js'

/** What the shared cases ask of every store and MongoDB is different in, named as skipped; `mongodb-faults.test.ts` has what is true of it. */
const different = [
  ['DB-09 all of', 'both', 'a transaction holds no connection of the pool'],
  ['DB-03 a write whose answer is lost', 'replica set', 'the driver asks again under the same number, and the server answers as it did'],
] as const

function runnerFor(kind: 'replica set' | 'standalone') {
  return {
    describe,
    expect,
    test(title: string, body: () => Promise<void>) {
      const [, , why] = different.find(([start, where]) => title.startsWith(start) && (where === 'both' || where === kind)) ?? []
      if (why === undefined) test(title, body)
      else test.skip(`${title} (not of MongoDB: ${why})`)
    },
  }
}

for (const kind of ['replica set', 'standalone'] as const) {
  let server: StandIn | undefined
  const stores: Opened[] = []
  adapterCases(
    {
      name: `mongodb (stand-in, ${kind})`,
      async open() {
        server = await startStandIn({ kind })
        const store = await openAt(server.url)
        stores.push(store)
        await store.adapter.prepare()
        return store.adapter
      },
      async again() {
        const store = await openAt(server?.url ?? '')
        stores.push(store)
        return store.adapter
      },
      async close(adapter) {
        await adapter.close?.()
        const at = stores.findIndex((store) => store.adapter === adapter)
        stores.splice(at, 1)
        if (stores.length === 0) await server?.stop()
      },
      faults: mongodbFaults(kind),
    },
    runnerFor(kind),
  )
}

if (databaseServers.some(({ name, url }) => name === 'mongodb' && url !== undefined)) {
  let url = ''
  const stores: Opened[] = []
  adapterCases(
    {
      name: 'mongodb (real)',
      async open() {
        url = await (await serverOf('mongodb')).createDatabase()
        const store = await openAt(url)
        stores.push(store)
        await store.adapter.prepare()
        return store.adapter
      },
      async again() {
        const store = await openAt(url)
        stores.push(store)
        return store.adapter
      },
      async close(adapter) {
        await adapter.close?.()
        stores.splice(
          stores.findIndex((store) => store.adapter === adapter),
          1,
        )
        if (stores.length === 0) await (await serverOf('mongodb')).dropDatabase(url)
      },
    },
    { describe, expect, test },
  )
}
