import { createClient } from 'redis'
import { findCommand } from '../dev/prepare.js'
import { password } from './place.js'
import { serviceOf } from './run.js'

/** @typedef {import('./contract.js').Place} Place */

/** Redis, of Debian's `redis-server`: 7. */
export const redis = serviceOf({
  name: 'redis',
  users: ['redis'],
  endSignal: 'SIGKILL',
  leaveSignal: 'SIGTERM',
  tls: true,
  missing: () => (findCommand('redis-server') ? undefined : 'no redis-server on PATH (apt-get install redis-server)'),
  async prepare() {},
  command: (place) => ({ file: String(findCommand('redis-server')), words: settings(place) }),
  answers: async (place) => {
    await withClient(urlOf(place), (client) => client.ping())
  },
  url: urlOf,
  createDatabase,
  dropDatabase: async (url) => {
    await withClient(url, (client) => client.flushDb())
  },
})

/** The first belongs to nobody; the last counts the others. */
const databases = 1002

/** @param {Place} place */
function settings({ port, data, certificate }) {
  const { ca, cert, key } = certificate ?? {}
  const values = {
    bind: '127.0.0.1',
    dir: data,
    requirepass: password,
    databases,
    maxclients: 500,
    // Nothing is written to disk: after `kill()` it starts empty.
    save: '',
    appendonly: 'no',
    ...(certificate ? { port: 0, 'tls-port': port, 'tls-ca-cert-file': ca, 'tls-cert-file': cert, 'tls-key-file': key } : { port }),
    ...(certificate && { 'tls-auth-clients': 'no' }),
  }
  return Object.entries(values).flatMap(([name, value]) => [`--${name}`, String(value)])
}

/** @param {Pick<Place, 'port' | 'certificate'>} place */
function urlOf({ port, certificate }) {
  return `${certificate ? 'rediss' : 'redis'}://:${encodeURIComponent(password)}@127.0.0.1:${port}/0`
}

/** @param {string} url */
async function createDatabase(url) {
  const at = (/** @type {number} */ number) => Object.assign(new URL(url), { pathname: `/${number}` }).href
  const taken = await withClient(at(databases - 1), (client) => client.incr('taken'))
  const fresh = at(1 + ((taken - 1) % (databases - 2)))
  await withClient(fresh, (client) => client.flushDb())
  return fresh
}

/**
 * @template Result
 * @param {string} url
 * @param {(client: ReturnType<typeof clientOf>) => Promise<Result>} ask
 * @returns {Promise<Result>}
 */
async function withClient(url, ask) {
  const client = clientOf(url)
  client.on('error', () => {})
  try {
    await client.connect()
    return await ask(client)
  } finally {
    client.destroy()
  }
}

/** @param {string} url */
function clientOf(url) {
  // The certificate is judged by the tests: here we are at home.
  const tls = url.startsWith('rediss:') ? /** @type {const} */ ({ tls: true, rejectUnauthorized: false }) : {}
  return createClient({ url, socket: { ...tls, reconnectStrategy: false, connectTimeout: 2000 } })
}
