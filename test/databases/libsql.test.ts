import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { adapterCases } from 'next-auth/testing'
import { afterAll, describe, expect, test } from 'vitest'
import type { Adapter } from '../../src/adapters/contract.js'
import type { OpenStore } from '../../src/adapters/open-store.js'
import { libsqlBackend } from '../../src/adapters/sql/dialects/libsql.js'
import type { LibsqlTarget } from '../../src/adapters/target.js'
import { type LibsqlStandIn, startLibsql } from './libsql-stand-in.js'

const runner = { describe, expect, test }
const folder = mkdtempSync(join(tmpdir(), 'next-auth-libsql-'))
let files = 0

afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function open(target: Partial<LibsqlTarget>): Promise<OpenStore> {
  const whole = { kind: 'libsql', url: '', authToken: undefined, entityPrefix: '', synchronize: true, ...target } as const
  return await libsqlBackend.open(whole, { clock: Date.now, generateId: () => crypto.randomUUID(), warn: () => {}, create: true })
}

let server: LibsqlStandIn
adapterCases(
  {
    name: 'libsql, over HTTP (a stand-in)',
    async open() {
      files += 1
      server = await startLibsql(`${folder}/${files}.db`)
      return (await open({ url: server.url, authToken: 'token' })).adapter
    },
    again: async () => (await open({ url: server.url, authToken: 'token' })).adapter,
    async close(adapter: Adapter) {
      await adapter.close?.()
      await server.close()
    },
  },
  runner,
)
