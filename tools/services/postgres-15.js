import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { postgres } from './postgres.js'
import { serviceOf } from './run.js'

/** Where Debian has them: beside PATH, a folder for each version. */
const programs = '/usr/lib/postgresql/15/bin'

/** PostgreSQL 15, of Debian's `postgresql`. */
export const postgres15 = serviceOf(
  postgres({
    name: 'postgres-15',
    missing: () => (existsSync(join(programs, 'postgres')) ? undefined : `no ${programs}/postgres (apt-get install postgresql)`),
    programs: () => programs,
  }),
)
