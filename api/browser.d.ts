// browser/actions

export interface SignOutParams<Redirect extends boolean = boolean> {
    /** Where to go afterwards. Default: the current page. */
    redirectTo?: string | undefined;
    /** The same by its name of v3 and v4. */
    callbackUrl?: string | undefined;
    /** `false` stays on the page, and returns what came of it. Default true. */
    redirect?: Redirect;
}

/** Everything else in it is sent as a form field: credentials, the address for an e-mail link. */
export interface SignInOptions<Redirect extends boolean = boolean> extends SignOutParams<Redirect>, Record<string, unknown> {
}

/** Sent along to the provider with the authorization request: `{ login_hint: 'ann' }`. */
export type SignInAuthorizationParams = string | string[][] | Record<string, string> | URLSearchParams;

export interface SignInResponse {
    /** Why not: `CredentialsSignin`, …; `FetchError` when the server was not reached or not understood. `undefined` when all is well. */
    error: string | undefined;
    /** What `authorize` says beyond that: the `code` of the `CredentialsSignin` it threw. */
    code: string | undefined;
    /** HTTP status; 0 without an answer. */
    status: number;
    ok: boolean;
    /** Where to go now; `null` when nobody was signed in. */
    url: string | null;
}

/** The same of a sign-out. `ok: false`: the session may still be there. */
export interface SignOutResponse extends SignInResponse {
    /** Where to go now. */
    url: string;
}

/**
 * Signs in with a provider. Without one, or with one that nobody configured, the page to choose one is opened.
 * @returns nothing when the page leaves
 */
export declare function signIn<_ extends string | undefined = undefined>(provider: string, options: SignInOptions<false> & {
    redirect: false;
}, authorizationParams?: SignInAuthorizationParams): Promise<SignInResponse>;

export declare function signIn<_ extends string | undefined = undefined>(provider?: string, options?: SignInOptions, authorizationParams?: SignInAuthorizationParams): Promise<SignInResponse | undefined>;

/** Ends the session in this browser; the other tabs know within a second. */
export declare function signOut<_ extends boolean = true>(options: SignOutParams<false> & {
    redirect: false;
}): Promise<SignOutResponse>;

export declare function signOut<_ extends boolean = true>(options?: SignOutParams): Promise<SignOutResponse | undefined>;

// browser/keepalive

export interface KeepAliveOptions extends StoreOptions {
    /** How often to ask again while somebody is signed in, the page is seen and the device is online, in seconds. Default 0: never. */
    readonly refetchInterval?: number | undefined;
    /** Keeps asking while the browser believes itself offline. Default false. */
    readonly refetchWhenOffline?: boolean | undefined;
    /** Asks again when the page is looked at. Default true. */
    readonly refetchOnWindowFocus?: boolean | undefined;
}

// browser/read

export interface GetSessionParams {
    /** On a server: whose request this is. Its cookies, and nothing else of it, go along. */
    req?: ServerRequest | undefined;
    /** The same, inside the context of `getInitialProps` of `_app`. */
    ctx?: {
        req?: ServerRequest | undefined;
    } | undefined;
    /** Accepted for v3 to v5 and without effect: other tabs are told of changes, not of reads. */
    event?: string;
    triggerEvent?: boolean;
    broadcast?: boolean;
}

/** What a browser may know of a provider. */
export interface ClientSafeProvider {
    id: LiteralUnion<BuiltInProviderType>;
    name: string;
    type: ProviderType;
    signinUrl: string;
    callbackUrl: string;
}

/** Who is signed in, asked now. `null` when nobody is, or when no answer came. */
export declare function getSession(params?: GetSessionParams): Promise<Session | null>;

/** A token for a form of your own, which sends it as `csrfToken`. An empty text when no answer came. */
export declare function getCsrfToken(params?: GetSessionParams): Promise<string>;

/** The ways to sign in, by id. `null` when no answer came. */
export declare function getProviders(params?: GetSessionParams): Promise<Record<LiteralUnion<BuiltInProviderType>, ClientSafeProvider> | null>;

// browser/server-side

/** A request of Node's http, as Next's Pages Router has it, or a web `Request`. */
export interface ServerRequest {
    readonly headers: Headers | Readonly<Record<string, string | string[] | undefined>>;
}

// browser/store

/** `loading` until the first answer came, or a session was given. */
export type SessionStatus = 'loading' | 'authenticated' | 'unauthenticated';

/** Asks for the session again; with `data`, sends that to the `jwt` callback first. The session that now holds, or `null`. */
export type UpdateSession<S = Session> = (data?: unknown) => Promise<S | null>;

/** What is known of the visitor. Another object whenever that changes, and only then. */
export interface State {
    /** `undefined` until known, `null` when nobody is signed in. */
    readonly data: Session | null | undefined;
    readonly status: SessionStatus;
    readonly update: UpdateSession;
}

export interface StoreOptions {
    /** Where the routes live. Default `/api/auth`. */
    readonly basePath?: string | undefined;
    /** What the server found: `null` is nobody, `undefined` is not known. */
    readonly session?: Session | null | undefined;
}

/** A small observable: what this page knows of the session. */
export interface Store {
    /** What comes before the name of a route: `/api/auth/`. */
    readonly path: string;
    /** Ends the newest question about the session. Only its answer counts; those to older questions come too late. */
    stop?: AbortController;
    channel?: BroadcastChannel | undefined;
    /** How many components keep it true without a provider, and what ends that. */
    users?: number;
    rest?: () => void;
    get(): State;
    /** What the server rendered, for hydration. */
    first(): State;
    /** Takes an answer. `undefined` is a failure: what was known stays. */
    set(data: Session | null | undefined): void;
    /** Calls back after each answer, with the number of failures since the last good one. The function returned ends that. */
    subscribe(listener: (failures: number) => void): () => void;
}
