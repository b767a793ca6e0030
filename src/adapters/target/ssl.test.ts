import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCertificates } from './ssl.js'

test('files that a URL names become texts', () => {
  const folder = mkdtempSync(join(tmpdir(), 'next-auth-'))
  const file = (name: string): string => {
    writeFileSync(join(folder, name), `text of ${name}`)
    return join(folder, name)
  }
  const on = { mode: 'on', verify: true } as const
  expect(readCertificates({ ...on, caFile: file('ca'), certFile: file('cert'), keyFile: file('key') })).toEqual({
    ...on,
    ca: 'text of ca',
    cert: 'text of cert',
    key: 'text of key',
  })
  expect(readCertificates({ ...on, ca: 'PEM' })).toEqual({ ...on, ca: 'PEM' })
  rmSync(folder, { recursive: true })
})

test('one that cannot be read is said without its path', () => {
  const read = (): unknown => readCertificates({ mode: 'on', verify: true, caFile: '/nowhere/hunter2.pem' })
  expect(read).toThrow(/cannot be read/)
  try {
    read()
  } catch (error) {
    expect(JSON.stringify([error, String(error), (error as Error).cause])).not.toContain('hunter2')
  }
})
