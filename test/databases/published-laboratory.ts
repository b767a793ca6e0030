import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { installLaboratory } from '../../tools/laboratory.js'

const source = join(import.meta.dirname, '../adapters/published')

/** The folder that has the published packages; installed by the first test that asks. */
export function laboratory(): string {
  return installLaboratory(source, 'published-adapters')
}

/** A module as an application beside those packages would import it. */
// biome-ignore lint/suspicious/noExplicitAny: packages of a laboratory have no types here
export async function load(name: string): Promise<any> {
  const at = join(laboratory(), 'node_modules/.load.mjs')
  writeFileSync(at, 'export const load = (name) => import(name)\n')
  const { load: there } = await import(/* @vite-ignore */ pathToFileURL(at).href)
  return there(name)
}
