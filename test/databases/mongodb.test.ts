import { adapterCases } from 'next-auth/testing'
import { describe, expect, test } from 'vitest'
import { type Opened, openAt } from './mongodb-open.js'
import { type StandIn, startStandIn } from './mongo-stand-in/server.js'

const runner = { describe, expect, test }

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
    },
    runner,
  )
}

const real = process.env.MONGODB_URL
if (real) {
  let prefix = ''
  adapterCases(
    {
      name: 'mongodb (real)',
      async open() {
        prefix = `t${crypto.randomUUID().slice(0, 8)}_`
        const { adapter } = await openAt(real, { entityPrefix: prefix })
        await adapter.prepare()
        return adapter
      },
      again: async () => (await openAt(real, { entityPrefix: prefix })).adapter,
      close: (adapter) => adapter.close?.(),
    },
    runner,
  )
}
