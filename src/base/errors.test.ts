import { describe, expect, test } from 'vitest'
import { AccountNotLinkedError, CreateUserError, UnknownError } from './earlier-errors.js'
import { AccessDenied, InvalidEndpoints } from './error-kinds.js'
import { AuthError, CredentialsSignin, failures, isAuthError } from './errors.js'

describe('as this package makes them', () => {
  test('a type, a message, what led there and facts', () => {
    const cause = new Error('inner')
    const error = new AuthError('AccessDenied', 'Not on the list.', { cause, details: { provider: 'github' } })
    expect(error).toMatchObject({ type: 'AccessDenied', name: 'AccessDenied', message: 'Not on the list.', cause })
    expect(error.details).toEqual({ provider: 'github' })
    expect([error.kind, error.status, error.shown]).toEqual(['error', 403, 'AccessDenied'])
  })

  test('a type alone', () => {
    expect(new AuthError('MissingCSRF')).toMatchObject({ type: 'MissingCSRF', message: 'MissingCSRF', kind: 'signIn', status: 403 })
  })
})

describe('as v5 makes them', () => {
  test.each<[string, AuthError, object]>([
    ['text', new AuthError('No luck.'), { type: 'AuthError', message: 'No luck.', shown: 'Configuration', status: 500 }],
    ['nothing', new AuthError(), { type: 'AuthError', message: 'AuthError' }],
    ['text, and what led there', new CredentialsSignin('Locked.', { cause: { rows: 0 } }), { message: 'Locked.', cause: { rows: 0 } }],
    ['an error', new AccessDenied(new TypeError('inner')), { type: 'AccessDenied', cause: { err: new TypeError('inner') } }],
    ['text and an error', new AccessDenied('No.', new TypeError('inner')), { message: 'No.', cause: { err: new TypeError('inner') } }],
    ['options alone', new AccessDenied({ cause: { rows: 0 } }), { type: 'AccessDenied', cause: { rows: 0 } }],
    [
      'a type that has no row',
      new InvalidEndpoints('No.'),
      { type: 'InvalidEndpoints', kind: 'error', status: 500, shown: 'Configuration' },
    ],
  ])('from %s', (_what, error, expected) => {
    expect(error).toMatchObject(expected)
    expect(error).toBeInstanceOf(AuthError)
  })

  test('a class of the application’s own keeps its code and its type', () => {
    class Locked extends CredentialsSignin {
      override code = 'locked'
    }
    class Mine extends AuthError {
      static override readonly type = 'Mine'
    }
    expect(new Locked()).toMatchObject({ type: 'CredentialsSignin', code: 'locked', shown: 'CredentialsSignin' })
    expect(new Mine('What happened.')).toMatchObject({ type: 'Mine', message: 'What happened.', shown: 'Configuration' })
  })

  test('an own text that reads like a type is no type in a class that has one', () => {
    expect(new CredentialsSignin('AccessDenied')).toMatchObject({ type: 'CredentialsSignin', message: 'AccessDenied' })
  })
})

test('what the library throws is an instance of the class of its type, and of no other', () => {
  class Locked extends CredentialsSignin {}
  const error = new AuthError('CredentialsSignin')
  expect(error).toBeInstanceOf(CredentialsSignin)
  expect(error).not.toBeInstanceOf(AccessDenied)
  expect(error).not.toBeInstanceOf(Locked)
  expect(new Locked()).toBeInstanceOf(Locked)
  for (const other of [undefined, null, {}, new Error('x'), Object.create(null)]) expect(other).not.toBeInstanceOf(AccessDenied)
})

test('names of v3 are thrown by its adapters, and count as failures of the store', () => {
  const error = new CreateUserError(new Error('duplicate'))
  expect(error).toMatchObject({ name: 'CreateUserError', type: 'AdapterError', cause: { err: new Error('duplicate') } })
  expect(error).toBeInstanceOf(UnknownError)
  expect(new AuthError('OAuthAccountNotLinked')).toBeInstanceOf(AccountNotLinkedError)
})

test('an error of another copy is known by its type', () => {
  const foreign = Object.assign(new Error('x'), { type: 'AccessDenied', kind: 'error' })
  expect(isAuthError(foreign)).toBe(true)
  expect(foreign).toBeInstanceOf(AuthError)
  expect(foreign).toBeInstanceOf(AccessDenied)
  expect(foreign).not.toBeInstanceOf(CredentialsSignin)
  expect(isAuthError(Object.assign(new Error('x'), { type: 'constructor' }))).toBe(false)
  expect(Object.keys(failures)).not.toContain('AuthError')
})
