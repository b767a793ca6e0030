/** How long a caller waits for the store to be free, in milliseconds. A sign-in takes a few. */
export const patience: number = 5_000

/** How long a transaction may take before it is rolled back, in milliseconds. */
export const transactionLimit: number = 15_000
