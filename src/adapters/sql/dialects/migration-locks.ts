/** The families of SQL that we write. */
export type Family = 'sqlite' | 'postgres' | 'mysql' | 'mssql'

/**
 * What keeps all other processes from migrating, asked for inside of a transaction, and what gives it up where it does not go with the
 * transaction.
 */
export const migrationLocks: Readonly<Record<Family, { readonly take?: string; readonly free?: string }>> = {
  // The transaction itself is the only one that writes.
  sqlite: {},
  postgres: { take: `select pg_advisory_xact_lock(hashtext('next_auth_schema'))` },
  // The answer is 1, or 0 when another process kept it for a minute.
  mysql: { take: `select get_lock('next_auth_schema', 60) as taken`, free: `select release_lock('next_auth_schema') as freed` },
  mssql: {
    take: `declare @taken int; exec @taken = sp_getapplock @Resource = 'next_auth_schema', @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = 60000; if @taken < 0 throw 51000, 'Another process has been migrating for a minute.', 1`,
  },
}
