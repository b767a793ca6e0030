// Once before the tests that run real applications: builds and packs. An application below `.tmp/packed/` that imports `next-auth`
// gets the packed one, and finds Next and React further up.
import { join } from 'node:path'
import { build } from './build.js'
import { pack } from './pack.js'

/** @param {{ provide(key: string, value: string): void }} project vitest's; tests read the folder by `inject('packed')` */
export default async function setup(project) {
  const root = join(import.meta.dirname, '..')
  if (!(await build(root))) console.error('The build has errors; packing what it wrote.')
  const folder = join(root, '.tmp/packed')
  pack(root, folder)
  project.provide('packed', folder)
}
