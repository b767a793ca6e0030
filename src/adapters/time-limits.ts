/** How long a caller waits for the store to be free, in milliseconds. A sign-in takes a few. */
export const patience: number = 5_000

/** How long a transaction may take before it is rolled back, in milliseconds. */
export const transactionLimit: number = 15_000

/** How long one statement may take before its caller is told that the database is too slow, in milliseconds. */
export const statementLimit: number = 10_000

/** The same for a statement of a migration, the wait for another process that migrates included. */
export const migrationLimit: number = 120_000

/** How often a statement begins anew on another connection, where nothing speaks against it. */
export const attempts: number = 4
