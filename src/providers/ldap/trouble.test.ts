import { expect, test } from 'vitest'
import { failure, refusalIn } from './trouble.js'

const result = (code: number, message = ''): Error => Object.assign(new Error(`${message} Code: 0x${code.toString(16)}`), { code })
const windows = (data: string): Error =>
  result(49, `80090308: LdapErr: DSID-0C090439, comment: AcceptSecurityContext error, data ${data}, v4563`)

test.each([
  ['525', 'no such user'],
  ['52e', 'wrong password'],
  ['530', 'not at this time'],
  ['532', 'password expired'],
  ['533', 'account disabled'],
  ['701', 'account expired'],
  ['773', 'password has to be changed'],
  ['775', 'account locked'],
  // One that nobody has told us of is a refusal all the same.
  ['fff', 'wrong name or password'],
])('Active Directory’s data %s: %s', (data, reason) => {
  expect(refusalIn(windows(data))).toBe(reason)
})

test('what is no refusal of the person is none', () => {
  for (const code of [1, 2, 3, 8, 13, 51, 52, 80]) expect(refusalIn(result(code)), String(code)).toBeUndefined()
  expect(refusalIn(Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }))).toBeUndefined()
  // The words of one code say nothing in another.
  expect(refusalIn(result(53, 'data 52e, v1'))).toBe('unwilling')
})

test('whose fault it is', () => {
  expect(failure('ldap', 'the search', result(51)).type).toBe('ProviderUnavailable')
  expect(failure('ldap', 'the search', result(13))).toMatchObject({ type: 'Configuration', message: expect.stringContaining('startTLS') })
  expect(failure('ldap', 'the search', result(49)).message).toContain('bindPassword')
  expect(failure('ldap', 'the search', new Error('Connection timeout'))).toMatchObject({
    type: 'ProviderUnavailable',
    cause: expect.any(Error),
  })
})

test('words that may hold a name stay out', () => {
  const told = [
    failure('ldap', 'the search', result(32, 'best match of: DC=example,DC=org')),
    failure('ldap', 'the search', new Error('Unbalanced parens in filter string: (uid=ann')),
  ]
  for (const { message, cause, details } of told) expect(JSON.stringify([message, cause, details])).not.toMatch(/DC=|uid=/)
})
