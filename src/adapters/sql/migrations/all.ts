import { firstTables } from './0001-first-tables.js'
import { oauth1Tokens } from './0002-oauth1-tokens.js'
import type { Migration } from './migration.js'

/** In order. A new one goes at the end. */
export const migrations: readonly Migration[] = [firstTables, oauth1Tokens]
