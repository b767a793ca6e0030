import type { Adapter, AdapterAccount, AdapterSession, AdapterUser } from '../../adapters/contract.js'
import type { Awaitable } from '../../base/types.js'
import type { Faults } from './faults.js'

/** What beyond the verbs of v4 and v5 an adapter may lack. */
export type Capability =
  | 'transaction'
  | 'countAttempt'
  | 'sweep'
  /** A duplicate is refused by an error with `details.conflict`, not just by any error. */
  | 'conflict'
  /** Where a session began, and how: `sid`, `provider`, `amr`, `authTime`, `createdAt`. */
  | 'sessionFacts'
  /** `unlinkAccount` answers with the account as it was linked: all of its tokens, those of OAuth 1 too, and its `issuer`. */
  | 'accountFacts'
  /** A second connection to one store: `again` is not given. */
  | 'secondConnection'
  /** Ways of going wrong: `faults`, or one of its verbs, is not given. */
  | 'faults'
  | `faults.${Lent}`

type Lent = 'readOnly' | 'openDenied' | 'openUnknown' | 'openBare'

const lent: readonly Lent[] = ['readOnly', 'openDenied', 'openUnknown', 'openBare']

export interface AdapterUnderTest {
  readonly name: string
  /** An adapter whose store has its tables and nothing in them. */
  open(): Awaitable<Adapter>
  /** Another connection, to the store of the adapter that was opened last. */
  again?(): Awaitable<Adapter>
  close(adapter: Adapter): Awaitable<unknown>
  /** What a server, and the way to it, may do to the adapter. */
  readonly faults?: Faults
  readonly lacks?: readonly Capability[]
}

/** What is used of a test runner. */
export interface TestRunner {
  describe(name: string, body: () => void): unknown
  test(name: string, body: () => Promise<void>): unknown
  expect(value: unknown): Expectation
}

export interface Expectation {
  toBe(expected: unknown): unknown
  toEqual(expected: unknown): unknown
}

/** What a case works with. */
export interface Harness {
  has(capability: Capability): boolean
  /** A case with an empty store. */
  check(title: string, body: (adapter: Required<Adapter>) => Promise<void>): void
  /** A case with two connections to an empty store. */
  checkBoth(title: string, body: (one: Required<Adapter>, other: Required<Adapter>) => Promise<void>): void
  /** A case with an empty store over a line that can be cut, and at most so many connections to it. Whole again afterwards. */
  checkFault(title: string, connections: number, body: (adapter: Required<Adapter>, faults: Faults) => Promise<void>): void
  readonly expect: TestRunner['expect']
}

export function createHarness(subject: AdapterUnderTest, { test, expect }: TestRunner): Harness {
  const { faults } = subject
  const lacks = new Set<string>([...(subject.lacks ?? []), ...(subject.again ? [] : ['secondConnection']), ...notLent(faults)])
  const harness: Harness = {
    has: (capability) => !lacks.has(capability),
    check: (title, body) =>
      test(title, async () => {
        // A verb that is missing fails the case by name, as it should.
        const adapter = (await subject.open()) as Required<Adapter>
        try {
          await body(adapter)
        } finally {
          await subject.close(adapter)
        }
      }),
    checkBoth: (title, body) =>
      harness.check(title, async (one) => {
        const other = (await subject.again?.()) as Required<Adapter>
        try {
          await body(one, other)
        } finally {
          await subject.close(other)
        }
      }),
    checkFault: (title, connections, body) => {
      if (!faults) return
      test(title, async () => {
        const adapter = (await faults.open(connections)) as Required<Adapter>
        try {
          await body(adapter, faults)
        } finally {
          await faults.line.release()
          await subject.close(adapter)
        }
      })
    },
    expect,
  }
  harness.check(`lacks what it says it lacks: ${[...lacks].join(', ') || 'nothing'}`, async (adapter) => {
    for (const verb of ['transaction', 'countAttempt', 'sweep'] as const)
      expect(`${verb}: ${verb in adapter}`).toBe(`${verb}: ${!lacks.has(verb)}`)
  })
  return harness
}

function notLent(faults: Faults | undefined): readonly Capability[] {
  return faults ? lent.filter((verb) => !faults[verb]).map((verb) => `faults.${verb}` as const) : ['faults']
}

/** A user to be created, as next-auth hands one in. */
export function ann(more: Partial<AdapterUser> = {}): AdapterUser {
  return { id: crypto.randomUUID(), name: 'Ann', email: 'ann@example.com', emailVerified: null, image: null, ...more }
}

export function account(userId: string, more: Partial<AdapterAccount> = {}): AdapterAccount {
  return { userId, type: 'oauth', provider: 'acme', providerAccountId: '1', ...more }
}

export function session(userId: string, more: Partial<AdapterSession> = {}): AdapterSession {
  return { sessionToken: 'hash-of-a-token', userId, expires: soon(), ...more }
}

/** In an hour, to the millisecond. */
export function soon(): Date {
  return new Date(Date.now() + 3_600_123)
}

/** The facts of a user, without what an adapter of somebody else may add. */
export function facts(user: AdapterUser | null | undefined): unknown {
  if (!user) return null
  const { name, email, emailVerified, image } = user
  return { name: name ?? null, email: email ?? null, emailVerified: emailVerified ?? null, image: image ?? null }
}

/** What a verb throws, also when it throws at once; `undefined` when it does not. */
export async function failure(verb: () => unknown): Promise<Failed | undefined> {
  try {
    await verb()
    return undefined
  } catch (error) {
    return error as Error
  }
}

export interface Failed {
  readonly name?: string
  readonly message?: string
  readonly details?: { readonly conflict?: string; readonly trouble?: string }
}

/** All at once; what each brought, `undefined` for those that threw. */
export async function allAtOnce<T>(count: number, verb: (at: number) => Awaitable<T>): Promise<(T | undefined)[]> {
  const results = await Promise.allSettled(Array.from({ length: count }, async (_, at) => verb(at)))
  return results.map((result) => (result.status === 'fulfilled' ? result.value : undefined))
}

/** One of ours, in a sentence or two, and with nothing in it that somebody could misuse. */
export function clearly(
  error: Failed | undefined,
  trouble: string | readonly string[],
  secrets: readonly string[],
  expect: Harness['expect'],
): void {
  const { name, message = '', details } = error ?? {}
  expect(name).toBe('AdapterError')
  const told = details?.trouble ?? 'none'
  expect([trouble].flat().includes(told) ? 'as expected' : told).toBe('as expected')
  expect(message.length > 20 && message.length < 250 && !message.includes('\n')).toBe(true)
  expect([...secrets, '127.0.0.1', 'localhost', '@', '://'].filter((secret) => message.includes(secret))).toEqual([])
}

/** Waiting for a connection and for an answer, once more for the rollback, and a busy machine. */
export function patience({ limit }: Faults): number {
  return limit * 4 + 3000
}

export async function timed<T>(work: () => Promise<T>): Promise<readonly [result: T, milliseconds: number]> {
  const start = performance.now()
  const result = await work()
  return [result, performance.now() - start]
}
