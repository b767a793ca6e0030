// config/callback-options

/**
 * A callback: with one argument that names everything, as v4 and v5 call it, or with several in the order of v3. TypeScript is to find out
 * which from the number of parameters alone, so that both are typed where nobody wrote a type:
 *
 * - the first line tells what a function of one parameter gets;
 * - the second what one of several gets: for one parameter its signatures have no common reading, and TypeScript leaves it out;
 * - the third takes in what the second described, and describes nothing, since its signatures never have a common reading.
 *
 * Methods, since those may name more special parameters than they will get, as functions may not under `strict`.
 */
export type Callback<Named, Ordered extends unknown[], Result> = {
    call(params: Named): Result;
}['call'] | {
    call(...ordered: Ordered): Result;
    call<_>(only: unknown): Result;
}['call'] | {
    call(...ordered: Ordered): Result;
    call<_>(...ordered: Ordered): Result;
}['call'];

/** Everything else that v3 put on what it handed over. */
type Loose<T> = T & Record<string, unknown>;

/** What v3 called an account: the tokens by names of its own, too. */
export interface EarlierAccount extends Account {
    id: string;
    accessToken: string;
    accessTokenExpires: null;
    refreshToken?: string;
    idToken?: string;
}

/** As an application may give them: those of v4 and v5, or those of v3. */
export interface GivenCallbacks<S = Session, T = JWT> {
    /** Runs before anything is written. False refuses, a string redirects there, true lets in. */
    signIn?: Callback<SignInParams, [user: Loose<User>, account: EarlierAccount, profile: Profile], Awaitable<boolean | string>>;
    /** Chooses where to go; its answer is checked again. */
    redirect?: Callback<{
        url: string;
        baseUrl: string;
    }, [url: string, baseUrl: string], Awaitable<string>>;
    /** What the token holds. `null` ends the session. */
    jwt?: Callback<JWTParams, [
        token: JWT,
        user?: Loose<User>,
        account?: EarlierAccount,
        profile?: Profile,
        isNewUser?: boolean
    ], Awaitable<T | null>>;
    /** What `auth()` and `useSession()` see. */
    session?: Callback<SessionParams<T>, [session: Loose<Session>, userOrToken: Loose<JWT | User>], Awaitable<S | DefaultSession>>;
}

/** As v4 and v5 have them. */
export interface Callbacks<S = Session, T = JWT> {
    signIn?(params: SignInParams): Awaitable<boolean | string>;
    redirect?(params: {
        url: string;
        baseUrl: string;
    }): Awaitable<string>;
    jwt?(params: JWTParams): Awaitable<T | null>;
    session?(params: SessionParams<T>): Awaitable<S>;
}

/** v4's name, every callback of it present. `P` and `A` are what the service tells. */
export interface CallbacksOptions<P = Profile, A = Account> {
    signIn(params: Omit<SignInParams, 'account' | 'profile'> & {
        account: A | null;
        profile?: P;
    }): Awaitable<boolean | string>;
    redirect(params: {
        url: string;
        baseUrl: string;
    }): Awaitable<string>;
    jwt(params: Omit<JWTParams, 'account' | 'profile'> & {
        account?: A | null;
        profile?: P;
    }): Awaitable<JWT>;
    session(params: SessionParams): Awaitable<Session | DefaultSession>;
}

export interface SignInParams {
    user: User | AdapterUser;
    account: Account | null;
    profile?: Profile;
    /** Present when a link is asked for, before the mail is sent. */
    email?: {
        verificationRequest?: boolean;
    };
    /** What the visitor typed. */
    credentials?: Record<string, string | undefined>;
}

export interface JWTParams {
    token: JWT;
    /** At sign-in only, with `account`. Typed as in v4 and v5, as if it were always there: look at `trigger` or `account` first. */
    user: User | AdapterUser;
    account?: Account | null;
    profile?: Profile;
    trigger?: 'signIn' | 'signUp' | 'update';
    isNewUser?: boolean;
    /** What `update(data)` sent. Comes from the browser: check it. */
    session?: any;
}

export interface SessionParams<T = JWT> {
    /** Has a user: without one there is no session. */
    session: Session & {
        user: NonNullable<Session['user']>;
    };
    /** The `jwt` strategy's claims. */
    token: T;
    /** The `database` strategy's user. */
    user: AdapterUser;
    newSession?: any;
    trigger?: 'update';
}

export interface Events {
    signIn?(message: {
        user: User;
        account: Account | null;
        profile?: Profile;
        isNewUser?: boolean;
    }): Awaitable<unknown>;
    /** The session that ended or its token. */
    signOut?(message: SignOutMessage): Awaitable<unknown>;
    createUser?(message: {
        user: User;
    }): Awaitable<unknown>;
    updateUser?(message: {
        user: User;
    }): Awaitable<unknown>;
    linkAccount?(message: {
        user: User | AdapterUser;
        account: Account;
        profile: User | AdapterUser;
    }): Awaitable<unknown>;
    /** `token` under the `jwt` strategy only. */
    session?(message: {
        session: Session;
        token: JWT;
    }): Awaitable<unknown>;
}

type Absent = any;

export type SignOutMessage = {
    session: AdapterSession | null | undefined | void;
    token?: Absent;
} | {
    token: JWT | null;
    session?: Absent;
};

/** v4's name, every event of it present. */
export interface EventCallbacks extends Required<Events> {
}

export type EventType = keyof Events;

// config/options

/**
 * What a developer writes. `S` is what the `session` callback returns, `T` what the `jwt` callback returns; both are inferred.
 * Times are seconds unless a name says otherwise.
 */
export interface AuthOptions<S = Session, T = JWT> {
    /** Ways to sign in, in the order of the sign-in page. A provider, or a function that makes one. */
    providers: ProviderEntry[];
    /**
     * At least 32 characters; make one with `npx next-auth secret`. A list rotates: the first one writes, all of them read.
     * Default: `AUTH_SECRET`, then `NEXTAUTH_SECRET`. In development one is made and kept in `.next-auth/`.
     */
    secret?: string | readonly string[] | undefined;
    /** Accepts a secret of fewer than 32 characters in production. Default false. */
    dangerouslyAllowWeakSecret?: boolean;
    /**
     * Where users, accounts and sessions live: a URL such as `sqlite:./auth.db` or `postgres://user:password@host/name`, options, or a client
     * of your own. Without it (and without `adapter`) nothing is stored.
     */
    database?: string | ConnectOptions | ReadyClient | undefined;
    /** An adapter object; those made for next-auth v4 and v5 fit. */
    adapter?: Adapter | undefined;
    /** Sessions. */
    session?: SessionOptions;
    jwt?: JWTOptions;
    /** Who may sign in, where redirects go, what tokens and sessions hold. */
    callbacks?: GivenCallbacks<S, T>;
    /** Told after the fact; an exception in one is logged and changes nothing. */
    events?: Events;
    /** Your own pages, as paths or URLs. */
    pages?: PagesOptions;
    theme?: Theme | 'auto' | 'dark' | 'light';
    /** Names and attributes per cookie. */
    cookies?: CookiesOptions;
    /** Forces `Secure` cookies with `__Host-`/`__Secure-` names on or off. Default: on when the site is https. */
    useSecureCookies?: boolean;
    /** Origin of the site, with the base path if it is not `/api/auth`. Default: `AUTH_URL`, then `NEXTAUTH_URL`. */
    url?: string | undefined;
    /** Where the routes live. Default `/api/auth`. */
    basePath?: string;
    /** Hosts the site is reached by when `url` is not set: `app.example`, `*.preview.example` (one label). */
    allowedHosts?: readonly string[];
    /** Believes `Host`, `X-Forwarded-Host` and `X-Forwarded-Proto`. Only behind a proxy that sets them. Default: `AUTH_TRUST_HOST`. */
    trustHost?: boolean;
    /** Other origins that redirects may go to: `https://shop.example`, `https://*.example.com`. */
    allowedRedirects?: readonly string[];
    /**
     * Base of the deployment that is registered at the services, `https://app.example/api/auth`, for previews whose own address is not. Both
     * share the secret; the stable one lists the previews' origins in `allowedRedirects`. Default: `AUTH_REDIRECT_PROXY_URL`.
     */
    redirectProxyUrl?: string | undefined;
    /** Other origins whose pages may post to the routes. */
    allowedOrigins?: readonly string[];
    /** v5's; accepted and unused. */
    experimental?: {
        enableWebAuthn?: boolean;
    };
    skipCSRFCheck?: unknown;
    raw?: unknown;
    /** Logs more: which check refused a request, and why. Never secrets. Default false. */
    debug?: boolean;
    logger?: Partial<Logger>;
    /** Used for every outgoing request, for a proxy or an agent of your own. Default `globalThis.fetch`. */
    fetch?: typeof globalThis.fetch;
    /** The clock in milliseconds, for tests. Default `Date.now`. */
    clock?: () => number;
}

export interface SessionOptions {
    /** v3's word for `strategy: 'jwt'`. */
    jwt?: boolean;
    /** `database` keeps a row per session, `jwt` keeps it in the cookie. Default: `database` with a store, else `jwt`. */
    strategy?: SessionStrategy;
    /** How long a session lives without a visit. Default 2 592 000 (30 days). */
    maxAge?: number;
    /** How often a visit prolongs it. Default 86 400 (one day), or a thirtieth of `maxAge` if that is less; 0 prolongs at every visit. */
    updateAge?: number;
    /** How long it lives at most, however often somebody visits. Default 7 776 000 (90 days). */
    absoluteMaxAge?: number;
    /** The cookie's value under the `database` strategy. Default: 256 random bits. */
    generateSessionToken?: () => Awaitable<string>;
    /**
     * Until when sessions that v3, v4 and v5 began are taken, as a date or its ISO text; each is replaced by one of ours where a cookie can be set.
     * Default: without end. `false` takes none.
     */
    earlierUntil?: Date | string | false;
}

type AnySecret = any;

export interface JWTOptions {
    /** Encrypts the token (JWE, `dir` + A256GCM) where it would be signed and readable (JWS, HS512). Default false. */
    encryption?: boolean;
    /** Default: the sessions' `maxAge`. */
    maxAge?: number;
    /** Instead of `secret`. */
    secret?: string | readonly string[];
    /** Your own token format. */
    encode?: (params: {
        token?: JWT;
        secret: AnySecret;
        maxAge: number;
        salt: string;
    }) => Awaitable<string>;
    decode?: (params: {
        token?: string;
        secret: AnySecret;
        salt: string;
    }) => Awaitable<JWT | null>;
    /** v3's own keys (RFC 7517, `kty` `oct`), as JSON or objects: read what it wrote, and nothing else. */
    signingKey?: string | object;
    verificationKey?: string | object;
    encryptionKey?: string | object;
    decryptionKey?: string | object;
}

export interface PagesOptions {
    signIn?: string;
    signOut?: string;
    error?: string;
    verifyRequest?: string;
    /** Where somebody goes after signing in for the first time. */
    newUser?: string;
}

export interface CookieOption {
    name?: string;
    options?: CookieOptions & {
        maxAge?: number;
    };
}

export interface CookiesOptions {
    sessionToken?: CookieOption;
    callbackUrl?: CookieOption;
    csrfToken?: CookieOption;
    /** One per sign-in under way; its id is appended to the name. */
    transaction?: CookieOption;
    /** Those of v4 and v5 that `transaction` replaces; accepted and unused. */
    pkceCodeVerifier?: CookieOption;
    state?: CookieOption;
    nonce?: CookieOption;
}

export interface Logger {
    error(error: any, metadata?: unknown): void;
    warn(code: string, message?: string): void;
    debug(message: string, metadata?: unknown): void;
}

/** v4's and v5's name. */
export interface LoggerInstance extends Logger {
}

// config/settings

/** What a developer asked for, checked once at start; everything below trusts it. */
export interface Settings {
    /** Keyed by id: an unknown id, `__proto__` included, is simply not there. */
    readonly providers: ReadonlyMap<string, ReadyProvider>;
    readonly keyring: Keyring;
    /** Newest first; for a developer's own `encode` and `decode`. */
    readonly secrets: readonly string[];
    readonly adapter: Adapter | undefined;
    readonly session: {
        readonly strategy: 'jwt' | 'database';
        readonly maxAge: number;
        readonly updateAge: number;
        readonly absoluteMaxAge: number;
        readonly generateSessionToken: (() => string | PromiseLike<string>) | undefined;
        /** Milliseconds since 1970 up to which sessions of v3, v4 and v5 are taken. */
        readonly earlierUntil: number;
    };
    readonly jwt: Omit<JWTOptions, 'encryption' | 'maxAge' | 'secret'> & {
        readonly encryption: boolean;
        readonly maxAge: number;
    };
    readonly callbacks: Callbacks<Session, JWT>;
    readonly events: Events;
    readonly pages: PagesOptions;
    readonly theme: Theme;
    readonly site: Site;
    readonly cookies: {
        readonly plain: CookieSet;
        readonly secure: CookieSet;
    };
    readonly logger: Logger;
    readonly debug: boolean;
    readonly development: boolean;
    readonly fetch: typeof globalThis.fetch;
    readonly clock: () => number;
    /** Milliseconds that the application's callbacks, its mailer and its store have together to answer one request. */
    readonly deadline: number;
}

/** A provider with everything decided that does not depend on a request. */
export type ReadyProvider = Provider;

export interface Site {
    /** The configured origin, `https://app.example`; without one, hosts are judged per request. */
    readonly origin: string | undefined;
    readonly basePath: string;
    readonly allowedHosts: readonly string[];
    readonly trustHost: boolean;
    readonly allowedRedirects: readonly string[];
    readonly redirectProxyUrl: string | undefined;
    readonly allowedOrigins: readonly string[];
    readonly useSecureCookies: boolean | undefined;
}

export interface CookieSpec {
    readonly name: string;
    readonly options: CookieOptions;
}

export interface CookieSet {
    readonly sessionToken: CookieSpec;
    readonly callbackUrl: CookieSpec;
    readonly csrfToken: CookieSpec;
    /** `name` ends with a dot; the transaction's id follows. */
    readonly transaction: CookieSpec;
}
