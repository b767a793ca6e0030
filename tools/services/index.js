import { mariadb } from './mariadb.js'
import { mongodb } from './mongodb.js'
import { mssql } from './mssql.js'
import { mysql56 } from './mysql-5.6.js'
import { postgres15 } from './postgres-15.js'
import { postgres18 } from './postgres-18.js'
import { redis } from './redis.js'
import { slapd } from './slapd.js'

/**
 * Every kind of server that the tests know.
 * @type {readonly import('./contract.js').Service[]}
 */
export const services = [postgres15, postgres18, mariadb, mysql56, redis, mongodb, mssql, slapd]
