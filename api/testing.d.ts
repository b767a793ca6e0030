// testing/adapter-cases

/**
 * The contract of an adapter as tests. Hand in the runner's own functions (those of Vitest, Jest or Bun fit):
 *
 * ```ts
 * adapterCases({ name: 'mine', open: () => createMyAdapter(), close: (adapter) => adapter.close?.() }, { describe, expect, test })
 * ```
 *
 * Every case opens an empty store and closes it. What an adapter does not have is named in `lacks`; a case makes sure that it is true.
 */
export declare function adapterCases(subject: AdapterUnderTest, runner: TestRunner): void;

// testing/cases/harness

/** What beyond the verbs of v4 and v5 an adapter may lack. */
export type Capability = 'transaction' | 'countAttempt' | 'sweep'
/** A duplicate is refused by an error with `details.conflict`, not just by any error. */
 | 'conflict'
/** Where a session began, and how: `sid`, `provider`, `amr`, `authTime`, `createdAt`. */
 | 'sessionFacts'
/** A second connection to one store: `again` is not given. */
 | 'secondConnection';

export interface AdapterUnderTest {
    readonly name: string;
    /** An adapter whose store has its tables and nothing in them. */
    open(): Awaitable<Adapter>;
    /** Another connection, to the store of the adapter that was opened last. */
    again?(): Awaitable<Adapter>;
    close(adapter: Adapter): Awaitable<unknown>;
    readonly lacks?: readonly Capability[];
}

/** What is used of a test runner. */
export interface TestRunner {
    describe(name: string, body: () => void): unknown;
    test(name: string, body: () => Promise<void>): unknown;
    expect(value: unknown): Expectation;
}

export interface Expectation {
    toBe(expected: unknown): unknown;
    toEqual(expected: unknown): unknown;
}
