// client/fetch-data

/** Where a client of v4 asks. */
export interface ClientConfig {
    baseUrlServer: string;
    basePathServer: string;
    basePath: string;
}

/** v4's name. */
export type AuthClientConfig = ClientConfig;

/** Whose cookies a server forwards: a request, or a context of Next that holds one. */
export interface CtxOrReq {
    ctx?: {
        req?: Asked;
    } | undefined;
    req?: Asked | undefined;
}

interface Asked {
    readonly headers?: {
        readonly cookie?: string | undefined;
    } | undefined;
    readonly body?: unknown;
}

/** What tabs tell each other. */
export interface BroadcastMessage {
    event?: string;
    data?: {
        trigger?: string;
    };
}

/** What a route answers; `null` for an empty object, and, told to the logger, when the answer was a failure or none came. */
export declare function fetchData<T = unknown>(path: string, config: ClientConfig, logger: {
    error(code: string, metadata?: unknown): void;
}, { ctx, req }?: CtxOrReq): Promise<T | null>;

/** Absolute on a server, a path in a browser. */
export declare function apiBaseUrl({ baseUrlServer, basePathServer, basePath }: ClientConfig): string;

/** Seconds since 1970. */
export declare function now(): number;

/** Messages between tabs as v3 and v4 send them: by `storage` events, heard by the other tabs alone. */
export declare function BroadcastChannel(name?: string): {
    receive(onReceive: (message: BroadcastMessage) => void): () => void;
    post(message: BroadcastMessage): void;
};

// client/index

/** What v3 called the request of `getSession` and `getCsrfToken`. */
export type CtxOrReq = Pick<GetSessionParams, 'req' | 'ctx'>;

export type RedirectableProvider = 'email' | 'credentials';

export type SignInProvider = string | undefined;

export type SessionProvider = typeof Provider;

interface Client {
    readonly useSession: typeof useSession;
    readonly getSession: typeof getSession;
    readonly getProviders: typeof getProviders;
    readonly getCsrfToken: typeof getCsrfToken;
    readonly signIn: typeof signIn;
    readonly signOut: typeof signOut;
    readonly Provider: typeof Provider;
    readonly setOptions: typeof setOptions;
    readonly session: typeof getSession;
    readonly providers: typeof getProviders;
    readonly csrfToken: typeof getCsrfToken;
    readonly signin: typeof signIn;
    readonly signout: typeof signOut;
    readonly options: typeof setOptions;
}

/** Everything in one object, as the first versions had it. */
declare const client: Client;

// client/session

export interface ClientOptions {
    /** Accepted for v3; a server asks where `NEXTAUTH_URL_INTERNAL`, `NEXTAUTH_URL` or `AUTH_URL` says, a browser its own origin. */
    baseUrl?: string | undefined;
    /** Where the routes live. Default `/api/auth`. */
    basePath?: string | undefined;
    /** How old the session may be before a look at the page asks again, in seconds. Default 0: each look asks. */
    clientMaxAge?: number | undefined;
    /** How often to ask again while somebody is signed in and the page is seen, in seconds. Default 0: never. */
    keepAlive?: number | undefined;
}

export interface ProviderProps {
    children?: React.ReactNode;
    /** What the server found; `null` is nobody. */
    session?: Session | null | undefined;
    options?: ClientOptions | undefined;
}

/** One store for the components below. Without it they share that of the page. */
export declare function Provider({ children, session, options }: ProviderProps): React.ReactElement;

/** v3 lets read whatever the `session` callback put there, declared or not. */
export type OpenSession = Session & Record<string, unknown>;

/** `[session, loading]`, with or without a `Provider` above. `initial` is what the server found. */
export declare function useSession(initial?: Session | null): [session: OpenSession | null, loading: boolean];

/** For pages without a `Provider`, once, before the first component renders. */
export declare function setOptions(options: ClientOptions): void;

// client/webauthn

/** v5's experimental sign-in by passkey. There is none yet: the promise is always rejected, with an error that says so. */
export declare function signIn(..._call: readonly unknown[]): Promise<never>;
