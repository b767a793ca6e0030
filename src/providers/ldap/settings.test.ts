import { expect, test } from 'vitest'
import LDAP from '../ldap.js'
import { readSettings } from './settings.js'

type Options = Parameters<typeof LDAP>[0]

const none = () => undefined
const good: Options = { url: 'ldaps://ldap.example.org', userDn: 'uid={username},ou=people,dc=example,dc=org' }
const search = { base: 'dc=example,dc=org' }
const searching: Options = { url: 'ldaps://ldap.example.org', search }

test.each<[string, unknown, RegExp]>([
  ['no URL', { url: undefined }, /`url`.*AUTH_LDAP_URL/],
  ['no URL at all', { url: 'ldap.example.org' }, /`url`/],
  ['another scheme', { url: 'https://ldap.example.org' }, /`url`/],
  ['a path', { url: 'ldaps://ldap.example.org/dc=example' }, /`url`/],
  ['a query', { url: 'ldaps://ldap.example.org?x' }, /`url`/],
  ['a password in the URL', { url: 'ldaps://cn=admin:canary@ldap.example.org' }, /`url`/],
  ['passwords in the clear', { url: 'ldap://ldap.example.org' }, /`url`.*in the clear/],
  ['passwords in the clear, at home', { url: 'ldap://localhost' }, /`url`.*in the clear/],
  ['TLS twice', { startTLS: true }, /`startTLS`/],
  ['certificates that count for nothing', { tls: { rejectUnauthorized: false } }, /`tls.rejectUnauthorized`.*verified/],
  ['a check of its own', { tls: { checkServerIdentity: () => undefined } }, /`tls.checkServerIdentity`/],
  ['both ways', { search }, /`userDn`.*not both/],
  ['neither way', { userDn: undefined }, /`userDn`/],
  ['a DN without a place', { userDn: 'uid=ann,dc=example' }, /`userDn`/],
  ['a name that could be a SASL mechanism', { userDn: '{username}' }, /`userDn`/],
  ['a place for a whole DN', { userDn: '{username},dc=example' }, /`userDn`/],
  ['ids that people pass on', { attributes: { id: 'mail' } }, /`attributes.id`/],
  ['ids that are names', { attributes: { id: ['entryUUID', 'sAMAccountName'] } }, /`attributes.id`/],
  ['no ids', { attributes: { id: [] } }, /`attributes.id`/],
  ['an attribute of many', { read: ['cn mail'] }, /`read`/],
  ['everything', { read: ['*'] }, /`read`/],
  ['groups of anybody', { groups: { base: 'dc=x', filter: '(cn=*)' } }, /`groups.filter`/],
  ['groups of nowhere', { groups: {} }, /`groups.base`/],
  ['a needed group where none are read', { requireGroup: 'staff' }, /`requireGroup`/],
  ['a needed group without a name', { groups: 'memberOf', requireGroup: '' }, /`requireGroup`/],
  ['one of no groups', { groups: 'memberOf', requireGroup: [] }, /`requireGroup`/],
  ['no time', { timeout: 0 }, /`timeout`/],
  ['no end', { connectTimeout: Number.POSITIVE_INFINITY }, /`connectTimeout`/],
])('refused at start: %s', (_what, options, says) => {
  const refusal = () => readSettings('ldap', { ...good, ...(options as object) }, none)
  expect(refusal).toThrow(says)
  expect(refusal).toThrow(expect.objectContaining({ type: 'InvalidOption', message: expect.not.stringContaining('canary') }))
})

test.each<[string, object, RegExp]>([
  ['no base', { base: '' }, /`search.base`/],
  ['everybody’s filter', { filter: '(uid=*)' }, /`search.filter`/],
  ['half a filter', { filter: '(uid={username}' }, /`search.filter`/],
  ['another scope', { scope: 'base' }, /`search.scope`/],
  ['a name without a password', { bindDn: 'cn=reader,dc=example' }, /`search.bindPassword`/],
  ['a name with an empty password', { bindDn: 'cn=reader,dc=example', bindPassword: '' }, /`search.bindPassword`/],
  ['a password without a name', { bindPassword: 'canary' }, /`search.bindDn`/],
  ['the person with another one’s password', { bindDn: '{username}@example.org', bindPassword: 'canary' }, /`search.bindPassword`/],
  ['a bare name', { bindDn: '{username}' }, /`search.bindDn`/],
])('refused at start, of a search: %s', (_what, more, says) => {
  const refusal = () => readSettings('ldap', { ...searching, search: { ...search, ...more } }, none)
  expect(refusal).toThrow(says)
  expect(refusal).toThrow(expect.objectContaining({ type: 'InvalidOption', message: expect.not.stringContaining('canary') }))
})

test('what is not given comes from the environment', () => {
  const values: Record<string, string> = { URL: 'ldaps://env.example', BIND_DN: 'cn=reader,dc=example', BIND_PASSWORD: 'from-env' }
  const { url, way } = readSettings('ldap', { search }, (name) => values[name])
  expect({ url: url.href, way }).toMatchObject({
    url: 'ldaps://env.example',
    way: { as: { kind: 'application', dn: 'cn=reader,dc=example', password: 'from-env' }, filter: '(uid={username})', scope: 'sub' },
  })
  expect(readSettings('ldap', good, (name) => values[name]).url.host).toBe('ldap.example.org')
  const self = readSettings('ldap', { search: { ...search, bindDn: '{username}@example.org' } }, (name) => values[name])
  expect(self.way).toMatchObject({ as: { kind: 'self', password: '' } })
})

test('halves of a character are refused before anybody is asked', async () => {
  const { authorize } = LDAP({ ...good, url: 'ldaps://127.0.0.1:1' })
  for (const typed of [
    { username: 'ann\ud800', password: 'x' },
    { username: 'ann', password: '\udc00' },
  ])
    await expect(authorize(typed, new Request('https://app.example'))).rejects.toMatchObject({ type: 'CredentialsSignin' })
})
