import { inspect } from 'node:util'
import LDAP from 'next-auth/providers/ldap'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { memory } from '../../src/adapters/memory.js'
import { AuthError } from '../../src/base/errors.js'
import type { AuthOptions } from '../../src/engine/index.js'
import { openDirectory } from '../../src/providers/ldap/directory.js'
import { readSettings } from '../../src/providers/ldap/settings.js'
import { site } from '../site.js'
import { location, visitor } from '../visitor.js'
import { composed, dnOf, fill, people, type TestDirectory } from './ldap-directory.js'
import { bindAnswer, halfTls, hangingUp, injecting, listenAs, relaying, saying, silent } from './ldap-line.js'
import { startProxy } from './proxy.js'
import { databaseServers, ownServer } from './servers.js'

const here = databaseServers.find(({ name }) => name === 'slapd')?.own ?? false

type Options = Parameters<typeof LDAP>[0]

/** What came of an attempt, for the visitor and in the log. */
interface Outcome {
  // biome-ignore lint/suspicious/noExplicitAny: sessions of every shape
  readonly user: any
  readonly shown: string | null
  readonly error: AuthError | undefined
  /** Why the person was refused: in the log of `debug` only. */
  readonly reason: unknown
}

let directory: TestDirectory
beforeAll(async () => {
  if (here) directory = await fill(await ownServer('slapd', { tls: true }))
})
afterAll(() => directory?.server.stop())

/** Whatever happens, no line of the log holds what was typed or who that is to the directory. */
async function attempt(options: Options, username: string, password: string, more: Partial<AuthOptions> = {}): Promise<Outcome> {
  const errors: Error[] = []
  const notes: { message: string; metadata: unknown }[] = []
  const logger = {
    error: (error: Error) => errors.push(error),
    debug: (message: string, metadata: unknown) => notes.push({ message, metadata }),
  }
  const { auth, warnings } = site({ providers: [LDAP(options)], debug: true, logger, ...more })
  const someone = visitor(auth)
  const response = await someone.post('/callback/ldap', { username, password })
  const session = await someone.session()
  const shown = location(response).searchParams.get('error')
  expect(session === null, 'either a session or an error').toBe(shown !== null)
  const log = inspect([errors, warnings, notes], { depth: 12, showHidden: true })
  const silentOf = [username, password, directory?.reader.password, directory?.base, 'ou=', 'uid=']
  for (const secret of silentOf) if (secret && secret.length > 2) expect(log).not.toContain(secret)
  const error = errors.find((one) => one instanceof AuthError) as AuthError | undefined
  const reason = notes.map(({ metadata }) => (metadata as { reason?: string } | undefined)?.reason).find(Boolean)
  return { user: session?.user, shown, error, reason }
}

const encrypted = () => ({ url: directory.secure, tls: { ca: directory.ca } })
const ownDn = (): Options => ({ ...encrypted(), userDn: `uid={username},ou=people,${directory.base}` })
const searched = (more: object = {}): Options => ({
  ...encrypted(),
  search: { base: `ou=people,${directory.base}`, bindDn: directory.reader.dn, bindPassword: directory.reader.password, ...more },
})
const bySelf = () => searched({ bindDn: `uid={username},ou=people,${directory.base}`, bindPassword: undefined })

const ways: [way: string, options: () => Options][] = [
  ['a DN of what was typed', ownDn],
  ['a search by the application', () => searched()],
  ['a search by the person', bySelf],
]

describe.runIf(here)('LDAP, on slapd', () => {
  describe.each(ways)('%s', (_way, options) => {
    test.each(Object.entries(people))('CR-12 %j comes in by the right password, as who they are', async (username, password) => {
      const { user, shown } = await attempt(options(), username, password)
      expect(shown).toBeNull()
      const { searchEntries } = await directory.administer((client) =>
        client.search(dnOf(username, directory.base), { scope: 'base', attributes: ['entryUUID'] }),
      )
      const email = `${Buffer.from(username).toString('hex')}@mail.example`
      expect(user).toMatchObject({ id: searchEntries[0]?.entryUUID, name: `${username} of the test`, email })
    })

    test.each([
      ['another one', 'wrong-of-ann'],
      ['the start of it', people.ann.slice(0, -1)],
      ['with a space more', `${people.ann} `],
      ['in capitals', people.ann.toUpperCase()],
      ['somebody else’s', people.bob],
    ])('a wrong password, %s, is a refusal', async (_what, password) => {
      const { shown, reason, error } = await attempt(options(), 'ann', password)
      expect({ shown, reason, error }).toEqual({ shown: 'CredentialsSignin', reason: 'wrong name or password', error: undefined })
    })

    test('CR-12 spaces of a password count, and it may be typed in pieces or whole', async () => {
      expect((await attempt(options(), 'spaced', people.spaced.trim())).shown).toBe('CredentialsSignin')
      const decomposed = composed.normalize('NFD')
      expect(decomposed).not.toBe(composed)
      for (const password of [composed, decomposed]) expect((await attempt(options(), 'björn', password)).user).toBeTruthy()
    })

    test('who is not there, and who has no password, is refused', async () => {
      for (const name of ['nobody', 'stranger', 'a'.repeat(256)]) {
        const { shown, reason, error } = await attempt(options(), name, 'whatever')
        expect({ shown, reason, error }).toEqual({ shown: 'CredentialsSignin', reason: expect.any(String), error: undefined })
      }
    })

    test.each([
      '*',
      'a*',
      'ann)(uid=*',
      '*)(uid=*))(|(uid=*',
      'ann)(|(password=*)',
      'ann,ou=admins',
      'ann,ou=people',
      'ann+cn=ann',
      'ann\\2cou=admins',
      '\\61nn',
      '\\2a',
      'uid=ann',
      '{username}',
      '',
      ' ',
    ])('%j as a name is only a name', async (username) => {
      for (const password of [people.ann, 'right-of-admin'])
        expect((await attempt(options(), username, password)).shown).toBe('CredentialsSignin')
    })
  })

  test('two that fit are refused, and one that fits among them is not', async () => {
    const twins = searched({ filter: '(|(uid={username})(title={username}))' })
    expect((await attempt(twins, 'twin', 'right-of-twin')).reason).toBe('several entries')
    expect((await attempt(twins, 'twin-a', 'right-of-twin')).user).toBeTruthy()
  })

  test('who searches under a name is not let in as another one whom the filter finds', async () => {
    const confused = searched({ bindDn: `uid={username},ou=admins,${directory.base}`, bindPassword: undefined })
    expect((await attempt(confused, 'ann', 'right-of-admin')).reason).toBe('wrong name or password')
    const straight = searched({
      bindDn: `uid={username},ou=admins,${directory.base}`,
      bindPassword: undefined,
      base: `ou=admins,${directory.base}`,
    })
    expect((await attempt(straight, 'ann', 'right-of-admin')).user).toBeTruthy()
  })

  test('`scope: "one"` leaves what lies deeper', async () => {
    const wide = { base: directory.base, filter: '(&(uid={username})(sn={username}))' }
    // There are two of the name, in two branches.
    expect((await attempt(searched(wide), 'ann', people.ann)).reason).toBe('several entries')
    expect((await attempt(searched({ ...wide, scope: 'one' }), 'ann', people.ann)).reason).toBe('no such entry')
    expect((await attempt(searched({ scope: 'one' }), 'ann', people.ann)).user).toBeTruthy()
  })

  test('a referral is a refusal, and nobody goes where it points', async () => {
    const elsewhere = `ou=elsewhere,${directory.base}`
    const bound = await attempt({ ...encrypted(), userDn: `uid={username},${elsewhere}` }, 'ann', people.ann)
    expect(bound.shown).toBe('CredentialsSignin')
    const below = await attempt(searched({ base: `ou=people,${elsewhere}` }), 'ann', people.ann)
    expect({ shown: below.shown, reason: below.reason }).toEqual({ shown: 'CredentialsSignin', reason: 'referral' })
    // One beside the entry changes nothing; one alone is no entry.
    expect((await attempt(searched({ base: directory.base }), 'bob', people.bob)).user).toBeTruthy()
    expect((await attempt(searched({ base: directory.base }), 'stranger', people.bob)).reason).toBe('no such entry')
  })

  describe('what the directory must not be asked', () => {
    test.each([
      ['CR-08 an empty password', 'ann', ''],
      ['a password with NUL', 'ann', `${people.ann}\0`],
      ['a password that is too long', 'ann', 'x'.repeat(1025)],
      ['a name with NUL', 'ann\0', people.ann],
      ['a name of several lines', 'ann\nbob', people.ann],
      ['a name that is too long', 'a'.repeat(257), people.ann],
      ['nothing at all', '', ''],
    ])('%s', async (_what, username, password) => {
      await using line = await listenAs(silent)
      for (const way of [{ userDn: 'uid={username},dc=example,dc=org' }, { search: { base: 'dc=example,dc=org' } }]) {
        const { shown, reason } = await attempt(
          { url: line.url, dangerouslyAllowInsecureRequests: true, timeout: 300, ...way },
          username,
          password,
        )
        expect({ shown, reason: /^no (name|password)$/.test(String(reason)) }).toEqual({ shown: 'CredentialsSignin', reason: true })
      }
      expect(line.connected()).toBe(0)
    })

    test('CR-08 this directory would have said yes', async () => {
      const { Client } = await import('ldapts')
      const client = new Client({ url: directory.plain })
      await client.bind(dnOf('ann', directory.base), '')
      await client.unbind()
    })

    test('a domain’s name takes nothing that parts it from the domain', async () => {
      await using line = await listenAs(silent)
      const search = { base: 'dc=example,dc=org', filter: '(sAMAccountName={username})' }
      for (const bindDn of ['{username}@example.org', 'EXAMPLE\\{username}'])
        for (const username of ['ann@other.example', 'OTHER\\ann', 'ann/x', 'ann;x', 'a,b', 'a=b', 'a"b', '*'])
          expect(
            (await attempt({ url: line.url, dangerouslyAllowInsecureRequests: true, search: { ...search, bindDn } }, username, 'x')).reason,
          ).toBe('no name of a person')
    })
  })

  describe('on the way', () => {
    test.each([
      ['ldaps', () => ({ url: directory.secure })],
      ['StartTLS', () => ({ url: directory.plain, startTLS: true })],
    ])('%s: the authority that is known, and no other', async (_way, url) => {
      const { userDn } = ownDn() as { userDn: string }
      expect((await attempt({ ...url(), userDn, tls: { ca: directory.ca } }, 'ann', people.ann)).user).toBeTruthy()
      const stranger = await attempt({ ...url(), userDn }, 'ann', people.ann)
      expect({ shown: stranger.shown, status: stranger.error?.status }).toEqual({ shown: 'Unavailable', status: 502 })
      expect(inspect(stranger.error)).toMatch(/certificate/)
      const other = await attempt({ ...url(), userDn, tls: { ca: directory.ca, servername: 'other.example' } }, 'ann', people.ann)
      expect(inspect(other.error)).toMatch(/altnames/)
    })

    test('without TLS only where that is asked for by name', async () => {
      const { userDn } = ownDn() as { userDn: string }
      const plain = { url: directory.plain, userDn }
      expect(() => site({ providers: [LDAP(plain)] })).toThrow(/`url` has to be ldaps:\/\/.*in the clear/)
      expect((await attempt({ ...plain, dangerouslyAllowInsecureRequests: true }, 'ann', people.ann)).user).toBeTruthy()
    })

    test.each(['ldap', 'ldaps'])('%s: a certificate for another address is none for this one', async (scheme) => {
      const { port } = new URL(scheme === 'ldap' ? directory.plain : directory.secure)
      await using line = await listenAs(relaying(Number(port)), '127.0.0.2')
      const options = { ...ownDn(), url: line.url.replace('ldap', scheme), startTLS: scheme === 'ldap' }
      const { shown, error } = await attempt(options, 'ann', people.ann)
      expect(shown).toBe('Unavailable')
      expect(inspect(error)).toMatch(/altnames/)
    })

    test.each([true, false])('a connection that is lost is not opened anew (StartTLS: %s)', async (startTLS) => {
      await using line = await listenAs(relaying(directory.server.port))
      const safety = startTLS ? { startTLS } : { tls: {}, dangerouslyAllowInsecureRequests: true }
      const settings = readSettings('ldap', { ...ownDn(), url: line.url, timeout: 300, ...safety }, () => undefined)
      const opened = await openDirectory(settings)
      await opened.bind(dnOf('ann', directory.base), people.ann)
      line.cut()
      await expect.poll(() => line.open()).toBe(0)
      await expect(opened.bind(dnOf('ann', directory.base), people.ann)).rejects.toThrow(/Connection|timed out/)
      opened.close()
      expect(line.connected()).toBe(1)
    })

    test('somebody who puts an answer between StartTLS and TLS is not believed', async () => {
      await using line = await listenAs(injecting(directory.server.port))
      const options = { url: line.url, startTLS: true, tls: { ca: directory.ca }, userDn: `uid={username},ou=people,${directory.base}` }
      const { shown, error } = await attempt(options, 'ann', 'wrong-of-ann')
      expect(shown).toBe('Unavailable')
      expect(inspect(error)).toContain('something between StartTLS and TLS')
    })

    test.each([
      ['cut', 'cutAfter'],
      ['lost with an answer', 'loseAnswer'],
    ] as const)('a connection that is %s is a failure at every step, and never opened a second time', async (_what, plan) => {
      for (const startTLS of [false, true])
        for (const step of [1, 2, 3, 4]) {
          const proxy = await startProxy(directory.server.port)
          const url = `ldap://127.0.0.1:${proxy.port}`
          const safety = startTLS ? { startTLS, tls: { ca: directory.ca } } : { dangerouslyAllowInsecureRequests: true }
          const happened = proxy[plan](step)
          const { shown, error } = await attempt({ ...searched(), tls: {}, url, timeout: 500, ...safety }, 'ann', people.ann)
          if (happened()) expect({ step, shown, type: error?.type }).toEqual({ step, shown: 'Unavailable', type: 'ProviderUnavailable' })
          else expect({ step, plan, shown }).toEqual({ step: expect.any(Number), plan, shown: null })
          expect(happened() || step > 2).toBe(true)
          await proxy.close()
        }
    })

    test('after fifty sign-ins, good, bad and broken ones, no connection is open', async () => {
      const proxy = await startProxy(directory.server.port)
      const url = `ldap://127.0.0.1:${proxy.port}`
      const { search } = searched()
      const plain = { url, dangerouslyAllowInsecureRequests: true, search }
      const tls = { url, startTLS: true, tls: { ca: directory.ca }, search }
      const tries: [Options, string][] = [
        [plain, people.ann],
        [plain, 'wrong-of-ann'],
        [tls, people.ann],
        [tls, 'wrong-of-ann'],
        [{ ...tls, tls: {} }, people.ann],
      ]
      const before = proxy.answers()
      const shown = await Promise.all(
        Array.from({ length: 50 }, async (_, i) => {
          const [options, password] = tries[i % tries.length] as (typeof tries)[number]
          return (await attempt(options, 'ann', password)).shown
        }),
      )
      expect(new Set(shown)).toEqual(new Set([null, 'CredentialsSignin', 'Unavailable']))
      expect(proxy.answers() - before).toBeGreaterThan(50)
      await expect.poll(() => proxy.open(), { timeout: 5000 }).toBe(0)
      await proxy.close()
    })
  })

  describe('the user', () => {
    test.each(['jwt', 'database'] as const)('is the same at every sign-in (%s)', async (strategy) => {
      const more = { adapter: memory(), session: { strategy } }
      const first = await attempt(ownDn(), 'ann', people.ann, more)
      const second = await attempt(searched(), 'ann', people.ann, more)
      expect(first.user).toMatchObject({ name: 'ann of the test' })
      expect(second.user.id).toBe(first.user.id)
    })

    test('has an id of the directory’s or there is none', async () => {
      const without = { ...searched(), attributes: { id: 'employeeNumber' } }
      const { shown, error } = await attempt(without, 'ann', people.ann)
      expect({ shown, type: error?.type }).toEqual({ shown: 'Configuration', type: 'Configuration' })
      expect(error?.message).toContain('employeeNumber')
    })

    test('is made of other attributes, and of what `profile` says', async () => {
      const asked: unknown[] = []
      const { user } = await attempt(
        {
          ...searched(),
          attributes: { name: ['givenName', 'SN'], email: [] },
          read: ['CN', 'title'],
          profile: (entry, groups) => {
            asked.push(entry.dn, entry.attributes, groups)
            return { id: 'ann', image: `https://app.example/${entry.attributes.CN?.[0]?.length}.png` } as never
          },
        },
        'ann',
        people.ann,
      )
      expect(user).toMatchObject({ name: 'ann', image: 'https://app.example/15.png', id: expect.stringMatching(/^[\da-f-]{36}$/) })
      expect(user.email ?? null).toBeNull()
      const none = { givenName: [], title: [], objectGUID: [] }
      expect(asked).toEqual([dnOf('ann', directory.base), { entryUUID: [user.id], SN: ['ann'], CN: ['ann of the test'], ...none }, []])
    })
  })

  describe('groups', () => {
    const inGroups = () => ({ base: `ou=groups,${directory.base}` })
    const dnOfGroup = (cn: string) => `cn=${cn},ou=groups,${directory.base}`

    async function groupsOf(groups: Options['groups'], username: keyof typeof people, way: Options = searched()): Promise<unknown> {
      let found: readonly string[] | undefined
      const profile: Options['profile'] = (_entry, all) => {
        found = [...all].sort()
        return {}
      }
      expect((await attempt({ ...way, groups, profile }, username, people[username])).shown).toBeNull()
      return found
    }

    test('by a search, by `memberOf`, by an attribute of the person', async () => {
      for (const way of [searched(), ownDn(), bySelf()]) {
        expect(await groupsOf(inGroups(), 'ann', way)).toEqual(['Chess Club', 'staff'])
        expect(await groupsOf('memberOf', 'ann', way)).toEqual([dnOfGroup('Chess Club'), dnOfGroup('staff')])
      }
      expect(await groupsOf({ ...inGroups(), attribute: 'dn' }, 'bob')).toEqual([dnOfGroup('robots')])
      expect(await groupsOf({ ...inGroups(), filter: '(memberUid={uid})' }, 'ann')).toEqual(['posix'])
      expect(await groupsOf({ ...inGroups(), filter: '(memberUid={employeeNumber})' }, 'ann')).toEqual([])
      expect(await groupsOf(undefined, 'ann')).toEqual([])
    })

    test('that the person may not see are found by the account that may', async () => {
      const hidden = { base: `ou=hidden,${directory.base}` }
      expect(await groupsOf(hidden, 'spaced', searched())).toEqual(['secret'])
      for (const way of [ownDn(), bySelf()])
        expect((await attempt({ ...way, groups: hidden }, 'ann', people.ann)).error?.message).toMatch(
          /the search for groups: there is no such/,
        )
    })

    test('a DN with marks in it is found as it is written', async () => {
      expect(await groupsOf(inGroups(), 'o,dd+na=me')).toEqual(['staff'])
      expect(await groupsOf(inGroups(), 'sta*r')).toEqual([])
    })

    test('who is in none that is needed may not come in, whatever the password', async () => {
      const staff = { ...searched(), groups: inGroups(), requireGroup: ['STAFF', 'board'] }
      expect((await attempt(staff, 'ann', people.ann)).user).toBeTruthy()
      expect((await attempt(staff, 'bob', people.bob)).shown).toBe('AccessDenied')
      expect((await attempt(staff, 'bob', 'wrong-of-bob')).shown).toBe('CredentialsSignin')
      const byDn = { ...ownDn(), groups: 'memberOf', requireGroup: dnOfGroup('staff') } as const
      expect((await attempt(byDn, 'ann', people.ann)).user).toBeTruthy()
      expect((await attempt(byDn, 'bob', people.bob)).shown).toBe('AccessDenied')
      expect((await attempt({ ...byDn, requireGroup: 'staff' }, 'ann', people.ann)).shown).toBe('AccessDenied')
    })
  })

  test('what is not given comes from the environment', async () => {
    const { search, url, ...rest } = searched()
    vi.stubEnv('AUTH_LDAP_URL', url)
    vi.stubEnv('AUTH_LDAP_BIND_DN', directory.reader.dn)
    vi.stubEnv('AUTH_LDAP_BIND_PASSWORD', directory.reader.password)
    try {
      expect((await attempt({ ...rest, search: { base: String(search?.base) } }, 'ann', people.ann)).user).toBeTruthy()
      vi.stubEnv('AUTH_LDAP_URL', '')
      expect(() => site({ providers: [LDAP({ ...rest, search: { base: 'dc=x' } })] })).toThrow(/set AUTH_LDAP_URL/)
    } finally {
      vi.unstubAllEnvs()
    }
  })

  test('what only the owner can mend is not the visitor’s fault', async () => {
    const faults: [Options, RegExp][] = [
      [searched({ bindPassword: 'wrong-of-reader' }), /bindPassword/],
      [searched({ base: `ou=nowhere,${directory.base}` }), /no such base/],
      [{ ...searched(), groups: { base: `ou=nowhere,${directory.base}` } }, /the search for groups/],
    ]
    for (const [options, says] of faults) {
      const { shown, error } = await attempt(options, 'ann', people.ann)
      expect({ shown, type: error?.type, status: error?.status }).toEqual({ shown: 'Configuration', type: 'Configuration', status: 500 })
      expect(error?.message).toMatch(says)
    }
  })

  test('a directory that is away, and is back', async () => {
    await using server = await ownServer('slapd', { tls: true })
    const { plain, base } = await fill(server)
    const options = { url: plain, dangerouslyAllowInsecureRequests: true, userDn: `uid={username},ou=people,${base}`, timeout: 400 }
    expect((await attempt(options, 'ann', people.ann)).user).toBeTruthy()
    server.freeze()
    expect(await attempt(options, 'ann', people.ann)).toMatchObject({ shown: 'Unavailable', error: { type: 'ProviderUnavailable' } })
    server.thaw()
    expect((await attempt(options, 'ann', people.ann)).user).toBeTruthy()
    await server.kill()
    const away = await attempt(options, 'ann', people.ann)
    expect({ shown: away.shown, status: away.error?.status }).toEqual({ shown: 'Unavailable', status: 502 })
    expect(inspect(away.error)).toContain('ECONNREFUSED')
    await server.restart()
    expect((await attempt(options, 'ann', people.ann)).user).toBeTruthy()
  })
})

describe('LDAP, where no directory is', () => {
  const userDn = 'uid={username},dc=example,dc=org'

  test.each([
    ['says nothing', silent],
    ['hangs up', hangingUp],
    ['speaks HTTP', saying(...Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))],
    ['sends zeros', saying(...Array.from({ length: 4096 }, () => 0))],
    ['promises a long message', saying(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff)],
    ['promises a message of no length', saying(0x30, 0x80)],
    ['answers somebody else', saying(...bindAnswer(99, 0))],
    ['answers a bind with a search', saying(0x30, 12, 2, 1, 2, 0x65, 7, 10, 1, 80, 4, 0, 4, 0)],
    ['sends half a message', saying(...bindAnswer(2, 0).slice(0, 9))],
    ['sends an operation of nobody', saying(0x30, 5, 2, 1, 2, 0x7e, 0)],
  ])('one that %s is a failure, and is left', async (_what, treat) => {
    await using line = await listenAs(treat)
    const { shown, error } = await attempt(
      { url: line.url, dangerouslyAllowInsecureRequests: true, userDn, timeout: 300 },
      'ann',
      'a password',
    )
    expect(shown).not.toBe('CredentialsSignin')
    expect(error?.status).toBeGreaterThanOrEqual(500)
    await expect.poll(() => line.open()).toBe(0)
    expect(line.connected()).toBe(1)
  })

  test.each([
    ['never begins it', silent, false],
    ['agrees and never begins it', halfTls, true],
  ])('TLS with one that %s ends in time', async (_what, treat, startTLS) => {
    await using line = await listenAs(treat)
    const url = startTLS ? line.url : line.url.replace('ldap:', 'ldaps:')
    const { shown } = await attempt({ url, startTLS, userDn, timeout: 300, connectTimeout: 300 }, 'ann', 'a password')
    expect(shown).toBe('Unavailable')
    await expect.poll(() => line.open()).toBe(0)
  })

  test('one that knows no StartTLS gets no password', async () => {
    const heard: Buffer[] = []
    await using line = await listenAs((socket) =>
      socket.on('data', (data) => {
        heard.push(data)
        // protocolError, as RFC 4511 §4.14.2 has it.
        socket.write(Uint8Array.from([0x30, 12, 2, 1, 2, 0x78, 7, 10, 1, 2, 4, 0, 4, 0]))
      }),
    )
    const { shown, error } = await attempt({ url: line.url, startTLS: true, userDn, timeout: 300 }, 'ann', 'a password')
    expect({ shown, message: error?.message }).toEqual({ shown: 'Configuration', message: 'The directory refused StartTLS.' })
    expect(Buffer.concat(heard).toString('latin1')).not.toContain('a password')
  })
})
