import { readFileSync } from 'node:fs'
import { Attribute, Client } from 'ldapts'
import LDAP from 'next-auth/providers/ldap'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { administrator, authorityOf, host, sambaAd } from '../../tools/services/samba-ad.js'
import { site } from '../site.js'
import { location, visitor } from '../visitor.js'
import { noteNotRun, type OwnServer } from './servers.js'

type Options = Parameters<typeof LDAP>[0]

const why = sambaAd.missing()
if (why) noteNotRun(`samba-ad: ${why}`)

const base = 'DC=ad,DC=example,DC=org'
const users = `CN=Users,${base}`
const passwordOf = (name: string): string => `Right-of-${name}.1`

let server: OwnServer
let tls: { ca: string; servername: string }

/** What came of an attempt; `reason` is in the log of `debug` only. */
async function attempt(options: Options, username: string, password: string) {
  const reasons: unknown[] = []
  const debug = (_message: string, about: unknown): unknown => reasons.push((about as { reason?: string } | undefined)?.reason)
  const { auth } = site({
    providers: [LDAP({ url: server.url, startTLS: true, tls, ...options })],
    debug: true,
    logger: { error: () => {}, debug: (...said) => void debug(...said) },
  })
  const someone = visitor(auth)
  const response = await someone.post('/callback/ldap', { username, password })
  const shown = location(response).searchParams.get('error')
  return { user: (await someone.session())?.user, shown, reason: reasons.find(Boolean) }
}

async function asAdministrator<Result>(work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ url: server.url.replace('ldap:', 'ldaps:'), tlsOptions: tls })
  try {
    await client.bind(administrator.name, administrator.password)
    return await work(client)
  } finally {
    await client.unbind()
  }
}

/** MS-ADTS §3.1.1.3.1.5: a password is set in quotes and UTF-16; 512 is an account, 2 a disabled one, `pwdLastSet` 0 has to be changed. */
async function addPerson(client: Client, name: string, control: number, more: Record<string, string> = {}): Promise<void> {
  const unicodePwd = Buffer.from(`"${passwordOf(name)}"`, 'utf16le')
  const values = { sAMAccountName: name, displayName: `${name} Test`, mail: `${name}@mail.example`, userAccountControl: String(control) }
  await client.add(`CN=${name} of Users,${users}`, [
    new Attribute({ type: 'objectClass', values: ['user'] }),
    new Attribute({ type: 'unicodePwd', values: [unicodePwd] }),
    ...Object.entries({ ...values, ...more }).map(([type, value]) => new Attribute({ type, values: [value] })),
  ])
}

const search = (more: object = {}): Options => ({
  search: { base, bindDn: '{username}@ad.example.org', filter: '(&(objectCategory=person)(sAMAccountName={username}))', ...more },
})

describe.skipIf(why)('LDAP, on Active Directory (Samba)', () => {
  beforeAll(async () => {
    server = await sambaAd.start()
    tls = { ca: readFileSync(authorityOf(server.folder), 'utf8'), servername: host }
    await asAdministrator(async (client) => {
      for (const name of ['ann', 'bob']) await addPerson(client, name, 512)
      await addPerson(client, 'off', 512 + 2)
      await addPerson(client, 'young', 512, { pwdLastSet: '0' })
      await addPerson(client, 'gone', 512, { accountExpires: '1' })
      await client.add(`CN=Inner,${users}`, { objectClass: 'group', sAMAccountName: 'Inner', member: `CN=ann of Users,${users}` })
      await client.add(`CN=Staff,${users}`, { objectClass: 'group', sAMAccountName: 'Staff', member: `CN=Inner,${users}` })
    })
  })
  afterAll(() => server?.stop())

  test.each<[string, () => Options]>([
    ['by a name in the domain', () => search()],
    ['by a name of the old kind', () => search({ bindDn: 'EXAMPLE\\{username}' })],
    ['by an account of the application', () => search({ bindDn: administrator.name, bindPassword: administrator.password })],
    ['by a DN', () => ({ userDn: `CN={username} of Users,${users}` })],
    ['by ldaps', () => ({ ...search(), url: server.url.replace('ldap:', 'ldaps:'), startTLS: false })],
  ])('%s: who it is, and the GUID that Windows tools show', async (_way, options) => {
    const { user } = await attempt(options(), 'ann', passwordOf('ann'))
    const octets = await asAdministrator(async (client) => {
      const found = await client.search(`CN=ann of Users,${users}`, { scope: 'base', explicitBufferAttributes: ['objectGUID'] })
      return found.searchEntries[0]?.objectGUID as Buffer
    })
    // MS-DTYP §2.3.4
    const first = [octets.readUInt32LE(0), octets.readUInt16LE(4), octets.readUInt16LE(6)]
    const [a, b, c] = first.map((number, i) => number.toString(16).padStart(i === 0 ? 8 : 4, '0'))
    const id = `${a}-${b}-${c}-${octets.toString('hex', 8, 10)}-${octets.toString('hex', 10)}`
    expect(user).toMatchObject({ id, name: 'ann Test', email: 'ann@mail.example' })
  })

  test.each([
    ['off', 'account disabled'],
    ['young', 'password has to be changed'],
    ['gone', 'account expired'],
  ])('%s is refused, and the log says why: %s', async (name, reason) => {
    expect(await attempt(search(), name, passwordOf(name))).toEqual({ user: undefined, shown: 'CredentialsSignin', reason })
  })

  test('a wrong password, an unknown name and marks in a name look alike', async () => {
    for (const [name, password] of [
      ['ann', 'wrong'],
      ['stranger', 'wrong'],
      ['*', passwordOf('ann')],
      ['ann)(cn=*', passwordOf('ann')],
      ['EXAMPLE\\ann', passwordOf('ann')],
    ] as const)
      expect((await attempt(search(), name, password)).shown).toBe('CredentialsSignin')
  })

  test('groups within groups count', async () => {
    const groups = { base, filter: '(member:1.2.840.113556.1.4.1941:={dn})' }
    const staff = { ...search(), groups, requireGroup: 'Staff' }
    expect((await attempt(staff, 'ann', passwordOf('ann'))).user).toBeTruthy()
    expect((await attempt(staff, 'bob', passwordOf('bob'))).shown).toBe('AccessDenied')
    const direct = { ...search(), groups: 'memberOf', requireGroup: `CN=Staff,${users}` } as const
    expect((await attempt(direct, 'ann', passwordOf('ann'))).shown).toBe('AccessDenied')
    expect((await attempt({ ...direct, requireGroup: `CN=Inner,${users}` }, 'ann', passwordOf('ann'))).user).toBeTruthy()
  })

  test('without TLS, or without an account, it is the owner who has to act', async () => {
    const plain = { ...search(), startTLS: false, tls: {}, dangerouslyAllowInsecureRequests: true }
    for (const options of [plain, search({ bindDn: undefined })])
      expect((await attempt(options, 'ann', passwordOf('ann'))).shown).toBe('Configuration')
  })
})
