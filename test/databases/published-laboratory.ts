import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installLaboratory } from '../../tools/laboratory.js'

/** Folders of `test/adapters/`: an older driver is what one of the adapters was written for. */
export type Laboratory = 'published' | 'published-mongodb-5'

/** The folder that has the published packages; installed by the first test that asks. */
export function laboratory(name: Laboratory = 'published'): string {
  return installLaboratory(join(import.meta.dirname, '../adapters', name), `adapters-${name}`)
}

/** A module as an application beside those packages would import it. */
// biome-ignore lint/suspicious/noExplicitAny: packages of a laboratory have no types here
export async function load(module: string, from: Laboratory = 'published'): Promise<any> {
  const at = join(laboratory(from), 'node_modules/.load.mjs')
  writeFileSync(at, 'export const load = (name) => import(name)\n')
  const { load: there } = await import(/* @vite-ignore */ pathToFileURL(at).href)
  return there(module)
}
