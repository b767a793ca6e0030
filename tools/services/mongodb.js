import { randomBytes } from 'node:crypto'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { MongoClient } from 'mongodb'
import { findCommand } from '../dev/prepare.js'
import { password } from './place.js'
import { serviceOf } from './run.js'

/** @typedef {import('./contract.js').Place} Place */

/**
 * MongoDB: MONGODB_URL, else a `mongod` on PATH as a replica set of one, without which there are no transactions. No package that
 * this project could depend on brings the program: Debian has none, npm's packages fetch one from elsewhere when they are installed,
 * and NuGet's Mongo2Go, which contains one, could not be had where this was written. So what follows was written by the manual,
 * and has not been run.
 */
export const mongodb = serviceOf({
  name: 'mongodb',
  variable: 'MONGODB_URL',
  users: ['mongodb', 'mongod'],
  endSignal: 'SIGKILL',
  leaveSignal: 'SIGTERM',
  tls: false,
  missing: () => (findCommand('mongod') ? undefined : 'no mongod on PATH'),
  async prepare(place) {
    writeFileSync(keyFile(place), randomBytes(48).toString('base64'))
    chmodSync(keyFile(place), 0o600)
    place.give(keyFile(place))
  },
  command: (place) => ({ file: String(findCommand('mongod')), words: settings(place) }),
  settle,
  async answers(place) {
    await withClient(urlOf(place), (client) => client.db().command({ ping: 1 }))
  },
  url: urlOf,
  createDatabase: async (url) => inDatabase(url, `test_${randomBytes(8).toString('hex')}`),
  async dropDatabase(url) {
    await withClient(url, (client) => client.db().dropDatabase())
  },
})

/** @param {Place} place */
function settings(place) {
  const { data, folder, port } = place
  // Members of a set prove themselves to each other by a key, and a key file switches on that clients must, too.
  const set = ['--replSet', 'alone', '--keyFile', keyFile(place), '--oplogSize', '64']
  return ['--dbpath', data, '--port', String(port), '--bind_ip', '127.0.0.1', '--unixSocketPrefix', folder, ...set]
}

/** @param {Place} place */
const keyFile = ({ folder }) => join(folder, 'key')

/**
 * As long as there is no user, whoever comes from this machine may found the set and make the first one.
 * @param {Place} place
 */
async function settle({ port }) {
  await withClient(`mongodb://127.0.0.1:${port}/?directConnection=true`, async (client) => {
    const admin = client.db('admin')
    const founding = { _id: 'alone', members: [{ _id: 0, host: `127.0.0.1:${port}` }] }
    await admin.command({ replSetInitiate: founding }).catch((error) => {
      // AlreadyInitialized: by the attempt before, which came too early for what follows.
      if (error.code !== 23) throw error
    })
    await admin.command({ createUser: 'tester', pwd: password, roles: ['root'] })
  })
}

/** @param {Place} place */
function urlOf({ port }) {
  return `mongodb://tester:${encodeURIComponent(password)}@127.0.0.1:${port}/app?authSource=admin&replicaSet=alone`
}

/**
 * @param {string} url which may name several hosts, as `URL` does not allow
 * @param {string} name
 */
function inDatabase(url, name) {
  const [, server = '', database = '', query = ''] = /^([^:]+:\/\/[^/?]+)(?:\/([^?]*))?(?:\?(.*))?$/.exec(url) ?? []
  const parameters = new URLSearchParams(query)
  // The database of a URL is where its user is known, unless it says otherwise.
  if (database && server.includes('@') && !parameters.has('authSource')) parameters.set('authSource', decodeURIComponent(database))
  return `${server}/${name}${parameters.size > 0 ? `?${parameters}` : ''}`
}

/**
 * @param {string} url
 * @param {(client: MongoClient) => Promise<unknown>} ask
 */
async function withClient(url, ask) {
  const client = new MongoClient(url, { serverSelectionTimeoutMS: 2000, connectTimeoutMS: 2000 })
  try {
    await ask(client)
  } finally {
    await client.close()
  }
}
