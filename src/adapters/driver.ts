import { AuthError } from '../base/errors.js'

/** The packages an application installs for its database. */
export type Driver = 'pg' | 'mysql2/promise' | 'tedious' | 'tarn' | '@libsql/client' | 'mongodb' | 'redis'

/**
 * A driver of the application's. Bundlers leave the import alone: with the driver missing, the build would fail for everybody who has
 * another database.
 */
export async function loadDriver<T>(name: Driver, database: string): Promise<T> {
  try {
    return (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ name)) as T
  } catch (cause) {
    const packages = name === 'tedious' || name === 'tarn' ? 'tedious tarn' : name.replace('/promise', '')
    throw new AuthError('MissingDependency', `${database} needs the package \`${packages}\`: npm install ${packages}`, { cause })
  }
}
