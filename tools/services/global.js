// Once before the tests of databases: starts every server that can run here, tells the tests where, and ends them afterwards.
import { startAll } from './find.js'
import { noteNotRun } from './not-run.js'

/** @param {{ provide(key: string, value: unknown): void }} project vitest's; tests read the list by `test/databases/servers.ts` */
export default async function setup(project) {
  const { entries, stop } = await startAll()
  project.provide('servers', entries)
  // A broken one is the failure of a test, `servers.test.ts`.
  for (const { name, missing, broken } of entries) if (missing && !broken) noteNotRun(`${name}: ${missing}`)
  return stop
}
