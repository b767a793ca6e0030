import { postgres15 } from './postgres-15.js'

/**
 * Every kind of server that the tests know.
 * @type {readonly import('./contract.js').Service[]}
 */
export const services = [postgres15]
