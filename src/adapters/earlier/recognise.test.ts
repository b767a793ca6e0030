import { expect, test } from 'vitest'
import { recognise, type TableShape } from './recognise.js'

function table(name: string, columns: string, type = 'text'): TableShape {
  return { name, columns: columns.split(' ').map((column) => ({ name: column, type })) }
}

const named = (users: string, accounts: string, sessions: string): readonly TableShape[] => [
  table(users, 'id name email emailVerified image'),
  table(accounts, 'userId type provider providerAccountId'),
  table(sessions, 'sessionToken userId expires'),
]

const none: ReadonlySet<string> = new Set()

function found(tables: readonly TableShape[], prefix = '', ours = none): readonly (string | number | undefined)[] | undefined {
  const earlier = recognise(tables, ours, prefix)
  return earlier && [earlier.generation, earlier.users.name, earlier.accounts.name, earlier.sessions?.name]
}

test('tables are known by their columns, whatever they are called', () => {
  expect(found(named('members', 'logins', 'visits'))).toEqual([4, 'members', 'logins', 'visits'])
  const v3 = [
    table('users', 'id email email_verified'),
    table('accounts', 'id compound_id user_id provider_type provider_id provider_account_id'),
  ]
  expect(found(v3)).toEqual([3, 'users', 'accounts', undefined])
})

test('of several families, the one with the prefix counts, and families are not mixed', () => {
  const both = [...named('a_users', 'a_accounts', 'a_sessions'), ...named('B_User', 'B_Account', 'B_Session')]
  expect(found(both, 'a_')).toEqual([4, 'a_users', 'a_accounts', 'a_sessions'])
  expect(found(both, 'b_')).toEqual([4, 'B_User', 'B_Account', 'B_Session'])
  expect(() => found(both)).toThrow(/a_accounts, B_Account.*entityPrefix/)
})

test('ours are none of them; those that were renamed are', () => {
  const ours = named('users', 'accounts', 'sessions')
  const before = named('users_before_6', 'accounts_before_6', 'sessions_before_6')
  const names = new Set(ours.map(({ name }) => name))
  expect(found(ours, '', names)).toBe(undefined)
  expect(found([...ours, ...before], '', names)).toEqual([4, 'users_before_6', 'accounts_before_6', 'sessions_before_6'])
})

test('tables of others are not taken for ours', () => {
  expect(found([table('users', 'id login password'), table('accounts', 'id owner balance')])).toBe(undefined)
  // Another library for sign-in, whose accounts have other names.
  expect(found([table('user', 'id name email emailVerified image'), table('account', 'id accountId providerId userId')])).toBe(undefined)
})

test('ids that are bytes are refused', () => {
  const [, ...others] = named('users', 'accounts', 'sessions')
  expect(() => found([table('users', 'id email emailVerified', 'binary'), ...others])).toThrow(/`users` are bytes/)
})

test('columns of the application, one-time tokens and passkeys are told of', () => {
  const [, ...others] = named('users', 'accounts', 'sessions')
  const passing = [
    table('VerificationToken', 'identifier token expires'),
    table('Authenticator', 'credentialID credentialPublicKey userId'),
  ]
  const earlier = recognise([table('users', 'id email emailVerified role stripe_id'), ...others, ...passing], none, '')
  expect([earlier?.users.own, earlier?.others]).toEqual([
    ['role', 'stripe_id'],
    ['VerificationToken', 'Authenticator'],
  ])
})
