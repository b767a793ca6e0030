const none = 'no SQL Server can be started here'

/**
 * SQL Server: MSSQL_URL only. No package of this project can bring it, and its container is none that a test may start by itself.
 * @type {import('./contract.js').Service}
 */
export const mssql = {
  name: 'mssql',
  variable: 'MSSQL_URL',
  missing: () => none,
  start: () => Promise.reject(new Error(`mssql cannot be started here: ${none}.`)),
  createDatabase: () => Promise.reject(new Error(prefixes)),
  dropDatabase: () => Promise.reject(new Error(prefixes)),
}

const prefixes = 'The user of MSSQL_URL need not be allowed to create databases: tests keep apart by an `entityPrefix`.'
