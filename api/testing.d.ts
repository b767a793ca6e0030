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

// testing/cases/faults

/** Ways of going wrong that a subject lends: its connections lead over a line that can be cut. */
export interface Faults {
    /** As `open` of the subject, over the line and with at most so many connections at once. */
    open(connections: number): Awaitable<Adapter>;
    /**
     * How many milliseconds a caller of such an adapter waits at most, for a connection as well as for an answer. Short, for the tests take
     * as long.
     */
    readonly limit: number;
    readonly line: Line;
    /** What no message may contain: password, user, host. */
    readonly secrets: readonly string[];
    /** The store takes no writes from now on, or takes them again. May end its connections. */
    readOnly?(on: boolean): Awaitable<void>;
    /** With a password that is wrong, and is one of `secrets`. */
    openDenied?(): Awaitable<Adapter>;
    /** A database that is not there. */
    openUnknown?(): Awaitable<Adapter>;
    /** A database without our tables. */
    openBare?(): Awaitable<Adapter>;
}

export interface Line {
    /** Ends all connections as a network does; new ones work. */
    cut(): void;
    /** Ends all connections and lets nobody in until `release`. */
    refuse(): Awaitable<void>;
    /** Lets everybody in and passes nothing on until `release`. */
    hold(): void;
    /** Everything is as it should be again. What was held is passed on. */
    release(): Awaitable<void>;
    /** Passes so many more answers of the server, and ends all connections when it is asked once more. What is returned tells whether it has. */
    cutAfter(answers: number): () => boolean;
    /** Ends all connections in place of the answer with that number, the next one unless told otherwise: what was asked is done. */
    loseAnswer(at?: number): () => boolean;
}

// testing/cases/harness

/** What beyond the verbs of v4 and v5 an adapter may lack. */
export type Capability = 'transaction' | 'countAttempt' | 'sweep'
/** A duplicate is refused by an error with `details.conflict`, not just by any error. */
 | 'conflict'
/** Where a session began, and how: `sid`, `provider`, `amr`, `authTime`, `createdAt`. */
 | 'sessionFacts'
/** `unlinkAccount` answers with the account as it was linked: all of its tokens, those of OAuth 1 too, and its `issuer`. */
 | 'accountFacts'
/** A second connection to one store: `again` is not given. */
 | 'secondConnection'
/** Ways of going wrong: `faults`, or one of its verbs, is not given. */
 | 'faults' | `faults.${Lent}`;

type Lent = 'readOnly' | 'openDenied' | 'openUnknown' | 'openBare';

export interface AdapterUnderTest {
    readonly name: string;
    /** An adapter whose store has its tables and nothing in them. */
    open(): Awaitable<Adapter>;
    /** Another connection, to the store of the adapter that was opened last. */
    again?(): Awaitable<Adapter>;
    close(adapter: Adapter): Awaitable<unknown>;
    /** What a server, and the way to it, may do to the adapter. */
    readonly faults?: Faults;
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
