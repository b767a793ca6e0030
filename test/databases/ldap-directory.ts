import { readFileSync } from 'node:fs'
import { Client } from 'ldapts'
import type { OwnServer } from './servers.js'

/** A directory with people in it. */
export interface TestDirectory {
  readonly server: OwnServer
  /** `ldap://127.0.0.1:…` */
  readonly plain: string
  /** `ldaps://127.0.0.1:…` */
  readonly secure: string
  /** PEM */
  readonly ca: string
  /** DN of the branch that everything is in. */
  readonly base: string
  readonly reader: { readonly dn: string; readonly password: string }
  /** As the directory's own administrator. */
  administer<Result>(work: (client: Client) => Promise<Result>): Promise<Result>
}

/** Composed, as directories hold it. */
export const composed: string = 'p\u00e4ssw\u00f6rd \u4f60\u597d'

/** Password by user name. */
export const people = {
  ann: 'right-of-ann',
  bob: 'right-of-bob',
  spaced: '  right with spaces  ',
  björn: composed,
  'o,dd+na=me': 'right-of-odd',
  'sta*r': 'right-of-star',
  'par(en': 'right-of-paren',
  'back\\slash': 'right-of-slash',
  // Names that would be something else, were they not values.
  '{dn}': 'right-of-brackets',
  $$: 'right-of-money',
} as const

export async function fill(server: OwnServer): Promise<TestDirectory> {
  const url = new URL(await server.createDatabase())
  const base = url.pathname.slice(1)
  const [root, secret] = [url.username, url.password].map(decodeURIComponent) as [string, string]
  const plain = `ldap://${url.host}`
  const administer: TestDirectory['administer'] = async (work) => {
    const client = new Client({ url: plain })
    try {
      await client.bind(root, secret)
      return await work(client)
    } finally {
      await client.unbind()
    }
  }
  const reader = { dn: `cn=reader,${base}`, password: 'right-of-reader' }
  await administer((client) => addPeople(client, base, reader))
  return { server, plain, secure: String(server.secureUrl), ca: readFileSync(String(server.ca), 'utf8'), base, reader, administer }
}

async function addPeople(client: Client, base: string, reader: TestDirectory['reader']): Promise<void> {
  for (const ou of ['people', 'admins', 'groups', 'hidden']) await client.add(`ou=${ou},${base}`, { objectClass: 'organizationalUnit' })
  await client.add(reader.dn, {
    objectClass: ['applicationProcess', 'simpleSecurityObject'],
    userPassword: reader.password,
  })
  for (const [uid, userPassword] of Object.entries(people)) await client.add(dnOf(uid, base), person(uid, { userPassword }))
  await client.add(`uid=ann,ou=admins,${base}`, person('ann', { userPassword: 'right-of-admin' }))
  await client.add(`uid=nobody,ou=people,${base}`, person('nobody', {}))
  for (const uid of ['twin-a', 'twin-b']) await client.add(dnOf(uid, base), person(uid, { userPassword: 'right-of-twin', title: 'twin' }))
  // A branch of another server: nobody listens there, and nobody is to ask.
  const elsewhere = { objectClass: ['referral', 'extensibleObject'], ref: 'ldap://127.0.0.1:9/dc=example,dc=org' }
  await client.add(`ou=elsewhere,${base}`, { ...elsewhere, ou: 'elsewhere' })
  const group = (cn: string, ...members: string[]) =>
    client.add(`cn=${cn},ou=groups,${base}`, { objectClass: 'groupOfNames', member: members })
  await group('staff', dnOf('ann', base), dnOf('o,dd+na=me', base))
  await group('Chess Club', dnOf('ann', base))
  await group('robots', dnOf('bob', base))
  await client.add(`cn=secret,ou=hidden,${base}`, { objectClass: 'groupOfNames', member: dnOf('spaced', base) })
  await client.add(`cn=posix,ou=groups,${base}`, { objectClass: 'posixGroup', gidNumber: '7', memberUid: 'ann' })
}

function person(uid: string, more: Record<string, string>): Record<string, string | string[]> {
  return { objectClass: 'inetOrgPerson', uid, sn: uid, cn: `${uid} of the test`, mail: `${mailable(uid)}@mail.example`, ...more }
}

function mailable(uid: string): string {
  return Buffer.from(uid).toString('hex')
}

/** RFC 4514 §2.4, in the other of its two ways: a backslash before the character. */
export function dnOf(uid: string, base: string): string {
  return `uid=${uid.replace(/[,+=\\"<>;#]/g, '\\$&')},ou=people,${base}`
}
