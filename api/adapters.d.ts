// adapters/connect

/**
 * An adapter for a database: by its URL, by options, or over a client of the application's own. It opens at the first verb; all adapters
 * for one database in one process share one pool of connections, also across Next's hot reload. After `close()` the next verb opens it
 * again. An in-memory database has its tables from the start.
 *
 * A verb answers with a value or with a promise of it, whichever is sooner: `await` it.
 *
 * Throws `InvalidOption` at once for a URL or options it cannot read.
 */
export declare function connect(database: string | ConnectOptions | ReadyClient): Required<Adapter>;

// adapters/connect-options

/** Which database, and how: a `url`, a `client` of your own, or a `type` with the fields of a connection, as TypeORM has them. */
export interface ConnectOptions {
    /**
     * `sqlite:`, `file:`, `postgres:`, `postgresql:`, `mysql:`, `mariadb:`, `mssql:`, `sqlserver:`, `mongodb:`, `mongodb+srv:` or `libsql:`.
     * In user, password and name, special characters are percent-encoded. The fields below come before what it says.
     */
    url?: string;
    /** A pool of `pg` or `mysql2`, a `DatabaseSync`, `Kysely`, `MongoClient`, or a client of `@libsql/client` for a server. Closing it stays with you. */
    client?: ReadyClient;
    /** Which kind of database, where there is no `url`. */
    type?: DatabaseType;
    /** Default `localhost`. A path is that of a Unix socket. */
    host?: string;
    /** Default 5432 (PostgreSQL), 26257 (CockroachDB), 3306 (MySQL), 1433 (SQL Server), 27017 (MongoDB). */
    port?: number;
    username?: string;
    password?: string;
    /** Name of the database; for SQLite the path of its file, or `:memory:`. */
    database?: string;
    /** Path of a Unix socket of MySQL. */
    socketPath?: string;
    /** Token of libSQL. */
    authToken?: string;
    /** Schema of PostgreSQL that holds the tables. Default: the first one on its search path. */
    schema?: string;
    /** Stands before the name of every table or collection: letters, digits and underscores, at most 32. Default none. */
    entityPrefix?: string;
    /** Adds missing tables and columns when it opens, in production too. Default `false`: `npx next-auth migrate` does it. */
    synchronize?: boolean;
    /** Default: what the URL says; without a word there, on for SQL Server and off for the others. */
    ssl?: boolean | SslOptions;
    pool?: number | PoolOptions;
    /** Further options for the driver. */
    extra?: Readonly<Record<string, unknown>>;
    /** Further options for the driver of SQL Server. */
    options?: Readonly<Record<string, unknown>>;
    charset?: string;
    timezone?: string;
    /** Read for the sake of older configurations; nothing is logged. */
    logging?: unknown;
    /** URL of a Redis, `redis:` or `rediss:`, that holds sessions, one-time tokens and counters in place of the database. Default none. */
    secondary?: string;
    /** Makes the id of a new user who comes without one. Default: a UUID of version 7. */
    generateId?: () => string;
    /** The clock in milliseconds since 1970. Default `Date.now`. */
    clock?: () => number;
    /** Told of what works but should not stay: a schema of another version. Default `console.warn`. */
    warn?: (code: string, message: string) => void;
}

export type DatabaseType = 'sqlite' | 'better-sqlite3' | 'postgres' | 'postgresql' | 'cockroachdb' | 'mysql' | 'mariadb' | 'mssql' | 'sqlserver' | 'mongodb' | 'libsql';

/** Encrypted, with these. Certificates and keys are texts of PEM files. */
export interface SslOptions {
    /** Of the authority that signed the server's certificate. Default: those that Node.js trusts. */
    ca?: string | Uint8Array | readonly (string | Uint8Array)[];
    /** The client's own certificate. */
    cert?: string | Uint8Array;
    /** The key of `cert`. */
    key?: string | Uint8Array;
    /** `false` takes any certificate, an attacker's included. Default `true`. */
    rejectUnauthorized?: boolean;
    /** The name that the certificate has to have. Default: the host. */
    servername?: string;
}

export interface PoolOptions {
    /** Connections at most, in each process. Default 10. */
    max?: number;
    /** How long an idle connection is kept, in milliseconds. Default 10 000. */
    idle?: number;
    /** How long a caller waits for a connection, in milliseconds. Default 5 000. */
    wait?: number;
    /** How long one statement may take, in milliseconds. Default 10 000. */
    answer?: number;
}

// adapters/contract

/** A user as a store knows them. */
export interface AdapterUser extends User {
    id: string;
    email: string;
    /** When somebody proved to receive mail at `email`; `null` if nobody did. */
    emailVerified: Date | null;
}

/** An identity tied to a user, as a store knows it. */
export interface AdapterAccount extends LinkedAccount {
}

/** The same for verbs: `@auth/core` narrows `AdapterAccount` wherever it is installed, and its own adapters would not fit. */
export interface LinkedAccount extends Account {
    userId: string;
    /** Who vouches for it: the `iss` of an ID token, or what the provider is configured with. Handed only to adapters that have `sweep`. */
    issuer?: string;
}

/** What `createSession` stores. Everything beyond the first three is ours, and handed only to adapters that have `sweep`: those of v4 and v5 have no place for it. */
export interface AdapterSession {
    /** SHA-256 of the cookie's value in base64url, never the value itself. */
    sessionToken: string;
    userId: string;
    expires: Date;
    /** Id of the sign-in, safe to show and to log. */
    sid?: string | null;
    /** Id of the provider it began with. */
    provider?: string | null;
    /** How the person proved who they are (RFC 8176). */
    amr?: readonly string[] | null;
    /** When they proved it. */
    authTime?: Date | null;
    /** When the session began here; its absolute lifetime counts from then. */
    createdAt?: Date | null;
}

export interface VerificationToken {
    /** Whom the token is for: a canonical e-mail address. */
    identifier: string;
    /** Keyed hash of the token, never the token itself. */
    token: string;
    expires: Date;
}

/**
 * Where facts live: the verbs of next-auth v4 and v5, so that their adapters fit unchanged.
 *
 * Every verb may throw; none may answer for another key than the one it was asked for. A lookup by an `undefined`,
 * `null` or empty key is refused before a query is built. One-time tokens are consumed by one atomic statement.
 */
export interface Adapter {
    /** Makes an id where there is none; an adapter without `sweep` is always handed one. */
    createUser?(user: AdapterUser): Awaitable<AdapterUser>;
    getUser?(id: string): Awaitable<AdapterUser | null>;
    /** `email` is canonical: lower-case domain, NFKC. */
    getUserByEmail?(email: string): Awaitable<AdapterUser | null>;
    getUserByAccount?(key: AccountKey): Awaitable<AdapterUser | null>;
    /** Changes only what is given. */
    updateUser?(user: Partial<AdapterUser> & Pick<AdapterUser, 'id'>): Awaitable<AdapterUser>;
    /** Takes accounts and sessions with it. */
    deleteUser?(id: string): Awaitable<unknown>;
    linkAccount?(account: LinkedAccount & {
        token_type?: any;
    }): Awaitable<unknown>;
    unlinkAccount?(key: AccountKey): Awaitable<unknown>;
    createSession?(session: AdapterSession): Awaitable<AdapterSession>;
    /** One statement. Answers for expired sessions too: the caller judges time. */
    getSessionAndUser?(sessionToken: string): Awaitable<{
        session: AdapterSession;
        user: AdapterUser;
    } | null>;
    /** `null` when there is no such session: a refresh never brings one back. */
    updateSession?(session: Partial<AdapterSession> & Pick<AdapterSession, 'sessionToken'>): Awaitable<AdapterSession | null | undefined>;
    /** The deleted session, or `null`. */
    deleteSession?(sessionToken: string): Awaitable<unknown>;
    createVerificationToken?(token: VerificationToken): Awaitable<VerificationToken | null | undefined>;
    /** Returns and deletes in one atomic step: of any number of parallel callers, one gets it. */
    useVerificationToken?(key: {
        identifier: string;
        token: string;
    }): Awaitable<VerificationToken | null>;
    /** Several verbs as one: all of them happen, or none. `within` has the verbs of the adapter, since they tell what it stores. */
    transaction?<T>(work: (within: Adapter) => Promise<T>): Promise<T>;
    /** Counts an event and tells how many there were in the running window. */
    countAttempt?(attempt: {
        key: string;
        windowSeconds: number;
    }): Awaitable<{
        count: number;
        resets: Date;
    }>;
    /** Deletes what has expired, in bounded batches; the number of rows. */
    sweep?(before: Date): Awaitable<number>;
    /** Makes the store ready in development: creates tables. In production `npx next-auth migrate` does it. */
    prepare?(): Awaitable<void>;
    close?(): Awaitable<void>;
}

export interface AccountKey {
    provider: string;
    providerAccountId: string;
    /**
     * Who vouches for it now, handed only to adapters that have `sweep`. An account that another issuer vouched for is refused: the same words
     * from another issuer are another person (OIDC Core §5.7).
     */
    issuer?: string;
}

// adapters/earlier-namespace

/** The default export of v3: `Adapters.TypeORM.Adapter(url)` and, for the same, `Adapters.Default(url)`. */
export interface EarlierAdapters {
    readonly Default: typeof openTypeORM;
    readonly TypeORM: {
        readonly Adapter: typeof openTypeORM;
        readonly Models: Record<string, never>;
    };
    readonly Prisma: {
        readonly Adapter: typeof refusePrisma;
    };
}

export declare const TypeORM: EarlierAdapters['TypeORM'];

export declare const Prisma: EarlierAdapters['Prisma'];

declare const adapters: EarlierAdapters;

/** The database as the option `database` opens it. Throws `InvalidOption` for models of one's own. */
declare function openTypeORM(database: string | ConnectOptions, options?: {
    models?: unknown;
}): Required<Adapter>;

declare function refusePrisma(..._options: readonly unknown[]): never;

// adapters/memory

export interface MemoryOptions {
    /** The clock in milliseconds. Default `Date.now`. */
    clock?: () => number;
}

/** Facts in this process' memory, gone when it ends: for tests and for trying things out. */
export declare function memory({ clock }?: MemoryOptions): Required<Adapter>;

// adapters/of-v5

/** @ts-ignore as for `User`, in `base/types.ts` */
declare module '@auth/core/adapters' {
    interface AdapterUser extends DeclaredOfUser {
    }
}

export type AdapterAccountType = Exclude<AccountType, 'credentials'>;

/** A passkey, as the adapters of v5 keep it. */
export interface AdapterAuthenticator {
    credentialID: string;
    userId: string;
    providerAccountId: string;
    credentialPublicKey: string;
    counter: number;
    credentialDeviceType: string;
    credentialBackedUp: boolean;
    transports?: string | null;
}

// adapters/redis/client

/** What is used of a client of the package `redis`: `createClient`, `createClientPool` and `createCluster` make such, since version 4. */
export interface RedisClient {
    readonly isOpen: boolean;
    readonly isReady?: boolean;
    connect(): Promise<unknown>;
    on(event: string, listener: (error?: unknown) => void): unknown;
    off(event: string, listener: (error?: unknown) => void): unknown;
    eval(script: string, given: ScriptArguments): Promise<unknown>;
    evalSha(sha: string, given: ScriptArguments): Promise<unknown>;
    /** Since 5: waits for what is under way. */
    close?(): unknown;
    /** Until 4. */
    quit?(): unknown;
    /** Since 5: at once. */
    destroy?(): unknown;
    /** Until 4. */
    disconnect?(): unknown;
    readonly options?: {
        readonly keyPrefix?: unknown;
    } | undefined;
}

export interface ScriptArguments {
    keys: string[];
    arguments: string[];
}

// adapters/redis/options

export interface RedisOptions {
    /** `redis://user:password@host:6379/0`, `rediss://…` for TLS. Special characters are percent-encoded. */
    url?: string;
    /** A ready client of the package `redis`, 4 or newer, instead of the URL: opened if it is not open, never closed by us. */
    client?: RedisClient;
    /**
     * Stands before every key. Default `{next-auth}:`, whose braces keep all keys in one slot of a Redis Cluster: scripts touch several keys
     * at once, so a prefix of your own needs braces there, too.
     */
    entityPrefix?: string;
    /** For `rediss://`, as Node takes them, in PEM. */
    ssl?: RedisSsl;
    /** How long a command may take, in milliseconds. Default 5000. */
    commandTimeout?: number;
    /** The clock in milliseconds. Default `Date.now`. */
    clock?: () => number;
    /** The id of a new user who comes without one. Default: a UUID that sorts by time. */
    generateId?: () => string;
}

export interface RedisSsl {
    ca?: string;
    cert?: string;
    key?: string;
    servername?: string;
    /** `false` trusts any certificate: whoever is between you and the server reads and changes everything. */
    rejectUnauthorized?: boolean;
}

// adapters/redis/redis

/**
 * Everything in Redis: users and accounts for good, sessions, one-time tokens and counters until they expire. Redis must keep what it is
 * given: append-only file on, and `maxmemory-policy` `noeviction` (or `volatile-…`, which may sign people out early). Redis 6 or newer.
 *
 * It connects at the first verb; all adapters for one URL in one process share a connection. Verbs fail within seconds while Redis is away,
 * and work again when it is back. Throws `InvalidOption` at once for a target it cannot read.
 */
export declare function redis(target: string | RedisOptions | RedisClient): Required<Adapter>;

// adapters/target/ready-client

type Method = (...args: never[]) => unknown;

/** A pool of `pg`, and of those that took its shape: `@neondatabase/serverless`, `@vercel/postgres`. */
export interface PostgresPool {
    readonly connect: Method;
    readonly query: Method;
    readonly end: Method;
    readonly totalCount: number;
}

/** A pool of `mysql2`, with callbacks or with promises. */
export interface MysqlPool {
    readonly getConnection: Method;
    readonly query: Method;
    readonly execute: Method;
    readonly end: Method;
}

/** A `DatabaseSync` of `node:sqlite`. */
export interface SqliteDatabase {
    readonly prepare: Method;
    readonly exec: Method;
    readonly close: Method;
}

/** A `Kysely`. */
export interface KyselyDatabase {
    readonly selectFrom: Method;
    readonly insertInto: Method;
    readonly transaction: Method;
    readonly getExecutor: Method;
}

/** A `MongoClient` of `mongodb`, of version 6 or newer. */
export interface MongodbClient {
    readonly db: Method;
    readonly startSession: Method;
    readonly connect: Method;
    readonly close: Method;
}

/** A client of `@libsql/client`. */
export interface LibsqlClient {
    readonly execute: Method;
    readonly batch: Method;
    readonly transaction: Method;
    readonly executeMultiple: Method;
}

/** A client of the application's own. It is never closed by next-auth. */
export type ReadyClient = PostgresPool | MysqlPool | SqliteDatabase | KyselyDatabase | MongodbClient | LibsqlClient;
