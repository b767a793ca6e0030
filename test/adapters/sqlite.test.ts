import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'next-auth/adapters'
import { adapterCases } from 'next-auth/testing'
import { describe, expect, test } from 'vitest'

const runner = { describe, expect, test }
const folders: string[] = []

adapterCases(
  {
    name: 'sqlite, a file',
    async open() {
      const folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
      folders.push(folder)
      const adapter = connect(`sqlite:${folder}/auth.db`)
      await adapter.prepare()
      return adapter
    },
    // One URL is one open database; another spelling of it is a connection of its own, as another process would have.
    again: () => connect(`sqlite:${folders.at(-1)}/./auth.db`),
    async close(adapter) {
      await adapter.close?.()
      rmSync(folders.at(-1) ?? '', { recursive: true, force: true })
    },
  },
  runner,
)

adapterCases({ name: 'sqlite, in memory', open: () => connect('sqlite::memory:'), close: (adapter) => adapter.close?.() }, runner)
