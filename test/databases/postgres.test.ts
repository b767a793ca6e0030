import { adapterCases } from 'next-auth/testing'
import { describe, expect, test } from 'vitest'
import { databaseServers } from './servers.js'
import { sqlSubject } from './sql-subject.js'

for (const { name, url } of databaseServers) {
  if (url !== undefined && name.startsWith('postgres')) adapterCases(sqlSubject(name), { describe, expect, test })
}
