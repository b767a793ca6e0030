import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'ldapts'
import { findCommand } from '../dev/prepare.js'
import { password, reservePort } from './place.js'
import { serviceOf } from './run.js'

/** @typedef {import('./contract.js').Place} Place */

const suffix = 'dc=example,dc=org'
const root = `cn=root,${suffix}`

/** A directory: OpenLDAP, of Debian's `slapd`: 2.5. */
export const slapd = serviceOf({
  name: 'slapd',
  users: ['openldap'],
  endSignal: 'SIGKILL',
  leaveSignal: 'SIGTERM',
  tls: true,
  missing: () => (findCommand(program) ? undefined : `no ${program} (apt-get install slapd)`),
  prepare,
  // A level of messages, of none too, is what keeps it in the foreground.
  command: (place) => ({ file: program, words: ['-d', '0', '-f', settingsOf(place), '-h', addressesOf(place).join(' ')] }),
  answers: async (place) => {
    await withClient(urlOf(place), (client) => client.search(suffix, { scope: 'base' }))
  },
  url: urlOf,
  secureUrl: (place) => (place.certificate ? `ldaps://127.0.0.1:${readFileSync(securePortOf(place), 'utf8')}` : undefined),
  createDatabase,
  dropDatabase,
})

/** Beside PATH, except root's. */
const program = '/usr/sbin/slapd'

/** @param {Place} place */
async function prepare(place) {
  if (place.certificate) {
    const { port, release } = await reservePort()
    writeFileSync(securePortOf(place), String(port))
    await release()
  }
  const entries = join(place.folder, 'first.ldif')
  writeFileSync(settingsOf(place), settings(place))
  writeFileSync(entries, `dn: ${suffix}\nobjectClass: domain\ndc: example\n`)
  for (const file of [settingsOf(place), entries]) place.give(file)
  await place.run('/usr/sbin/slapadd', ['-f', settingsOf(place), '-l', entries])
}

/** @param {Place} place */
function settings({ data, certificate }) {
  const schemas = ['core', 'cosine', 'inetorgperson', 'nis'].map((name) => `include /etc/ldap/schema/${name}.schema`)
  const modules = ['modulepath /usr/lib/ldap', 'moduleload back_mdb', 'moduleload memberof']
  const { ca, cert, key } = certificate ?? {}
  const tls = [`TLSCACertificateFile ${ca}`, `TLSCertificateFile ${cert}`, `TLSCertificateKeyFile ${key}`]
  return [
    ...schemas,
    ...modules,
    ...(certificate ? tls : []),
    // As in RFC 4513 §5.1.2: a name with an empty password is a success. Whoever asks has to know better.
    'allow bind_anon_dn',
    'database mdb',
    `suffix ${suffix}`,
    `rootdn ${root}`,
    `rootpw "${password}"`,
    `directory ${data}`,
    // A process that is killed loses nothing by it, only a machine does.
    'dbnosync',
    'overlay memberof',
    'access to attrs=userPassword by anonymous auth by * none',
    // A branch that only applications see.
    'access to dn.regex="ou=hidden," by dn.regex="^cn=reader," read by * none',
    'access to * by users read by * none',
    '',
  ].join('\n')
}

/** @param {Pick<Place, 'folder'>} place */
function settingsOf({ folder }) {
  return join(folder, 'slapd.conf')
}

/** @param {Pick<Place, 'folder'>} place */
function securePortOf({ folder }) {
  return join(folder, 'secure-port')
}

/** @param {Place} place */
function addressesOf(place) {
  const plain = `ldap://127.0.0.1:${place.port}`
  return place.certificate ? [plain, `ldaps://127.0.0.1:${readFileSync(securePortOf(place), 'utf8')}`] : [plain]
}

/** @param {Pick<Place, 'port'>} place */
function urlOf({ port }) {
  return `ldap://${encodeURIComponent(root)}:${encodeURIComponent(password)}@127.0.0.1:${port}/${suffix}`
}

/** @param {string} url */
async function createDatabase(url) {
  const base = `ou=${randomBytes(8).toString('hex')},${suffix}`
  await withClient(url, (client) => client.add(base, { objectClass: 'organizationalUnit' }))
  return Object.assign(new URL(url), { pathname: base }).href
}

/** @param {string} url */
async function dropDatabase(url) {
  await withClient(url, async (client) => {
    const { searchEntries } = await client.search(new URL(url).pathname.slice(1), { attributes: ['1.1'] })
    // What is deepest goes first.
    const names = searchEntries.map(({ dn }) => dn).sort((one, other) => other.length - one.length)
    for (const name of names) await client.del(name)
  })
}

/**
 * @template Result
 * @param {string} url
 * @param {(client: Client) => Promise<Result>} ask
 * @returns {Promise<Result>}
 */
async function withClient(url, ask) {
  const { host, username, password: secret } = new URL(url)
  const client = new Client({ url: `ldap://${host}`, timeout: 2000, connectTimeout: 2000 })
  try {
    await client.bind(decodeURIComponent(username), decodeURIComponent(secret))
    return await ask(client)
  } finally {
    await client.unbind().catch(() => {})
  }
}
