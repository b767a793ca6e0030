import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { withoutValues } from './without-values.js'

const account = {
  userId: 'user-0123',
  access_token: 'access-token-of-tests',
  id_token: 'header.access-token-of-tests.signature',
  expires_at: 1,
}

/** Everything that any logger could write. */
const told = (error: unknown): string => inspect(error, { depth: 10, showHidden: true })

test('name, codes and sentence stay, in causes too; what was handed over goes, wherever it is', () => {
  const driver = Object.assign(new Error(`value too long: '${account.id_token}'`), {
    name: 'DriverError',
    code: '22001',
    detail: account.access_token,
  })
  const orm = Object.assign(new TypeError(`insert … params: ${Object.values(account)}`), {
    parameters: Object.values(account),
    driverError: driver,
  })
  const kept = withoutValues(new Error('failed', { cause: orm }), [account]) as Error & {
    cause: Error & { cause: Error & { code: string } }
  }
  expect([kept.message, kept.cause.name, kept.cause.message]).toEqual(['failed', 'TypeError', 'insert … params: •••,•••,•••,1'])
  expect([kept.cause.cause.name, kept.cause.cause.code, kept.cause.cause.message]).toEqual([
    'DriverError',
    '22001',
    "value too long: '•••'",
  ])
  expect(kept.stack).toContain('without-values.test')
  expect(told(kept)).not.toMatch(/access-token-of-tests|user-0123|parameters/)
})

test('what is no error becomes one, and an error that is its own cause ends', () => {
  const thrown = withoutValues({ message: 'no row for ann@example.com', code: 'PGRST116', details: 'ann@example.com' }, ['ann@example.com'])
  expect([thrown.message, (thrown as { code?: string }).code]).toEqual(['no row for •••', 'PGRST116'])
  expect(told(thrown)).not.toContain('ann@')
  expect(withoutValues('no ann@example.com', ['ann@example.com']).message).toBe('no •••')
  const [one, other] = [new Error('one'), new Error('other')]
  one.cause = other
  other.cause = one
  expect(told(withoutValues(one, []))).toContain('other')
})
