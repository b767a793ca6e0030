import { adapterCases } from 'next-auth/testing'
import { describe, expect, test } from 'vitest'
import { databaseServers } from './servers.js'
import { sqlSubject } from './sql-subject.js'

for (const { name, url } of databaseServers) {
  if (url !== undefined && /^(mariadb|mysql)/.test(name)) adapterCases(sqlSubject(name), { describe, expect, test })
}
