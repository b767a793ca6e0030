import { AuthError } from '../base/errors.js'

/** The packages an application installs for its database. */
export type Driver = 'pg' | 'mysql2/promise' | 'tedious' | 'tarn' | '@libsql/client' | 'mongodb' | 'redis'

/**
 * Bundlers leave these imports alone: with a driver missing, the build would fail for everybody who has another database. Each name is
 * written out, since Turbopack refuses at run time whatever it cannot read.
 */
const drivers: Readonly<Record<Driver, () => Promise<unknown>>> = {
  pg: () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ 'pg'),
  'mysql2/promise': () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ 'mysql2/promise'),
  tedious: () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ 'tedious'),
  tarn: () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ 'tarn'),
  '@libsql/client': () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ '@libsql/client'),
  mongodb: () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ 'mongodb'),
  redis: () => import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ 'redis'),
}

/** A driver of the application's. */
export async function loadDriver<T>(name: Driver, database: string): Promise<T> {
  try {
    return (await drivers[name]()) as unknown as T
  } catch (cause) {
    const packages = name === 'tedious' || name === 'tarn' ? 'tedious tarn' : name.replace('/promise', '')
    throw new AuthError('MissingDependency', `${database} needs the package \`${packages}\`: npm install ${packages}`, { cause })
  }
}
