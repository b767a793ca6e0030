import { expect, test } from 'vitest'
import { isLost, trouble } from './mssql-trouble.js'

const told = (number: number, message = 'told') => Object.assign(new Error(message), { code: 'EREQUEST', number, class: 14 })
const coded = (code: string, message = 'told', cause?: object) => Object.assign(new Error(message, { cause }), { code })

test('a duplicate is named by its index, whatever stands in the value', () => {
  const row = (index: string, value: string) =>
    `Cannot insert duplicate key row in object 'dbo.users' with unique index '${index}'. The duplicate key value is (${value}).`
  const key = (name: string, value: string) =>
    `Violation of PRIMARY KEY constraint '${name}'. Cannot insert duplicate key in object 'dbo.users'. The duplicate key value is (${value}).`
  expect(trouble(told(2601, row('auth_users_email_unique', 'ann@example.com')))).toEqual({
    kind: 'duplicate',
    index: 'auth_users_email_unique',
  })
  expect(trouble(told(2627, key('PK__users__1', "with unique index 'users_email_unique'")))).toEqual({
    kind: 'duplicate',
    index: 'PK__users__1',
  })
  expect(trouble(told(2627, "unknown words, with unique index 'users_email_unique'"))).toEqual({
    kind: 'duplicate',
    index: 'users_email_unique',
  })
  expect(trouble(told(2601, 'words of another language'))).toEqual({ kind: 'duplicate', index: '' })
})

test('of several errors the first one that means something counts', () => {
  const several = Object.assign(new AggregateError([told(2714), told(1750)]), { code: 'EREQUEST' })
  expect(trouble(several)).toEqual({ kind: 'exists' })
  expect(trouble(new AggregateError([told(3621), told(547)]))).toEqual({ kind: 'no-user' })
})

test('numbers of the server and codes of the driver have their kinds', () => {
  const numbers = {
    208: 'schema',
    207: 'schema',
    1913: 'exists',
    2705: 'exists',
    1205: 'race',
    18456: 'denied',
    4060: 'no-database',
    3906: 'read-only',
  }
  for (const [number, kind] of Object.entries(numbers)) expect(trouble(told(Number(number)))).toEqual({ kind })
  expect(trouble(told(10928))).toEqual({ kind: 'exhausted' })
  expect(trouble(told(40613))).toEqual({ kind: 'unreachable' })
  expect(trouble(told(40501))).toEqual({ kind: 'slow' })
  expect(trouble(coded('ESOCKET'))).toEqual({ kind: 'unreachable' })
  expect(trouble(coded('ESOCKET', 'told', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }))).toEqual({ kind: 'certificate' })
  expect(trouble(coded('EENCRYPT'))).toEqual({ kind: 'certificate' })
  expect(trouble(coded('ETIMEOUT', 'Failed to connect to a:1433 in 5000ms'))).toEqual({ kind: 'unreachable' })
  expect(trouble(coded('ETIMEOUT', 'Timeout: Request failed to complete in 10000ms'))).toEqual({ kind: 'slow' })
})

test('what is unknown stays unknown', () => {
  for (const error of [undefined, null, 'text', {}, new Error('x'), told(102), coded('constructor')]) expect(trouble(error)).toBe(undefined)
})

test('a connection is lost by the network, not by an answer', () => {
  expect([coded('ECONNRESET'), coded('ESOCKET'), coded('ECLOSE'), coded('EINVALIDSTATE')].every(isLost)).toBe(true)
  expect([told(1205), coded('EREQUEST'), new Error('x'), undefined].some(isLost)).toBe(false)
})
