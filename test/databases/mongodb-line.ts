import { connect } from 'next-auth/adapters'
import type { Faults, Line } from 'next-auth/testing'
import { afterAll, beforeAll } from 'vitest'
import { type StandIn, type StandInOptions, startStandIn } from './mongo-stand-in/server.js'
import { type LineProxy, startProxy } from './proxy.js'

/** More than half a second: as often as that the driver looks whether a server is back. */
const limit = 700

const person = 'person-of-tests'
const secret = 'S3cret/of:tests@%'
const wrong = 'Wr0ng-of-tests'

const writes = new Set(['insert', 'update', 'delete', 'findAndModify'])

/** What a server, and the way to it, may do: the stand-in behind a line that can be cut. */
export function mongodbFaults(kind: StandInOptions['kind']): Faults {
  let server: StandIn
  let proxy: LineProxy
  let last = 0
  beforeAll(async () => {
    server = await startStandIn({ kind, passwords: new Map([[person, secret]]) })
    proxy = await startProxy(server.port)
  })
  afterAll(async () => {
    await proxy.close()
    await server.stop()
  })
  // Directly: a member of a replica set says where it is, and the driver would go there, past the line.
  const url = (password: string): string =>
    `mongodb://${person}:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}/app?authSource=admin&directConnection=true`
  const open = (password: string, max: number) =>
    connect({ url: url(password), entityPrefix: `t${last}_`, pool: { max, wait: limit, answer: limit } })
  return {
    limit,
    get line(): Line {
      return proxy
    },
    secrets: [person, secret, encodeURIComponent(secret), wrong],
    async open(connections) {
      last += 1
      const adapter = open(secret, connections)
      await adapter.prepare()
      return adapter
    },
    readOnly(on) {
      const refusal = { fail: { code: 10_107, codeName: 'NotWritablePrimary', errmsg: 'not primary' } }
      server.fault = (name) => (on && writes.has(name) ? refusal : undefined)
    },
    openDenied: () => open(wrong, 1),
  }
}
