import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'ldapts'
import { findCommand } from '../dev/prepare.js'
import { serviceOf } from './run.js'

/** @typedef {import('./contract.js').Place} Place */

/**
 * An Active Directory, of Debian's `samba-ad-dc` and `samba-ad-provision`. Its ports are fixed, so it has an address of its own, which
 * takes root. No database: it is not among `services`, and starts for the tests that are about it.
 */
export const sambaAd = serviceOf({
  name: 'samba-ad',
  users: ['root'],
  endSignal: 'SIGTERM',
  leaveSignal: 'SIGTERM',
  tls: false,
  missing() {
    if (!findCommand(program) || !findCommand('samba-tool')) return `no ${program} (apt-get install samba-ad-dc samba-ad-provision)`
    return process.getuid?.() === 0 ? undefined : 'its ports are for root only'
  },
  prepare,
  command: (place) => ({ file: program, words: ['--foreground', '--no-process-group', `--configfile=${join(place.folder, 'smb.conf')}`] }),
  async answers(place) {
    // Its certificate is made at the first start.
    readFileSync(authorityOf(place.folder))
    const client = new Client({ url: urlOf(), timeout: 5000, connectTimeout: 2000 })
    try {
      await client.search('', { scope: 'base' })
    } finally {
      await client.unbind().catch(() => {})
    }
  },
  url: urlOf,
  createDatabase: async () => Promise.reject(new Error('It has one domain.')),
  dropDatabase: async () => {},
})

const program = '/usr/sbin/samba'
const address = '127.0.0.9'

/** A domain has rules for passwords. */
export const administrator = { name: 'Administrator@ad.example.org', password: 'P@ss:wo/rd%1' }

/** The certificate is for this name. */
export const host = 'DC1.ad.example.org'

/**
 * The certificate of its authority, which it makes at its first start.
 * @param {string} folder
 */
export function authorityOf(folder) {
  return join(folder, 'data/private/tls/ca.pem')
}

function urlOf() {
  return `ldap://${address}`
}

/**
 * The domain `ad.example.org`, or `EXAMPLE`, and its `Administrator`.
 * @param {Place} place
 */
async function prepare({ folder, data, run }) {
  const domain = ['--realm=AD.EXAMPLE.ORG', '--domain=EXAMPLE', '--host-name=dc1', `--host-ip=${address}`]
  const ours = [`--adminpass=${administrator.password}`, '--dns-backend=NONE', '--server-role=dc', `--targetdir=${data}`]
  await run('samba-tool', ['domain', 'provision', ...domain, ...ours])
  const settings = [
    'netbios name = DC1',
    'realm = AD.EXAMPLE.ORG',
    'workgroup = EXAMPLE',
    'server role = active directory domain controller',
  ]
  const listening = ['server services = ldap', `interfaces = ${address}/8`, 'bind interfaces only = yes']
  const folders = ['private dir', 'state directory', 'cache directory', 'lock directory', 'pid directory', 'ncalrpc dir'].map((name) => {
    const place = join(data, name.replace(/ .*/, ''))
    mkdirSync(place, { recursive: true })
    return `${name} = ${place}`
  })
  const lines = ['[global]', ...settings, ...listening, ...folders, `log file = ${join(folder, 'samba.log')}`, '']
  writeFileSync(join(folder, 'smb.conf'), lines.join('\n'))
}
