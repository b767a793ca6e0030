// next/earlier-types

/** The options by their name before v3.7. */
export type InitOptions = NextAuthOptions;

/** What the engine made of the options, in v3. */
export type AppOptions = Omit<AuthOptions, 'callbacks'> & {
    callbacks?: GivenCallbacks;
    baseUrl?: string;
    basePath?: string;
};

export type DefaultProfile = Pick<Profile, 'sub' | 'name' | 'email' | 'image'>;

export type EventCallback<Message = unknown> = (message: Message) => Promise<void>;

export interface SignInEventMessage {
    user: User;
    account: Account;
    isNewUser?: boolean;
}

export interface LinkAccountEventMessage {
    user: User;
    providerAccount: Record<string, unknown>;
}

/** What v3 told its listeners. */
export interface CommonEventCallbacks {
    signIn: EventCallback<SignInEventMessage>;
    createUser: EventCallback<User>;
    updateUser: EventCallback<User>;
    linkAccount: EventCallback<LinkAccountEventMessage>;
    error: EventCallback;
}

export interface JWTEventCallbacks extends CommonEventCallbacks {
    signOut: EventCallback<JWT>;
    session: EventCallback<{
        session: Session;
        jwt: JWT;
    }>;
}

export interface SessionEventCallbacks extends CommonEventCallbacks {
    signOut: EventCallback<Session | null>;
    session: EventCallback<{
        session: Session;
    }>;
}

/** The last part of a route. */
export type AuthAction = 'callback' | 'csrf' | 'error' | 'providers' | 'session' | 'signin' | 'signout' | 'verify-request' | '_log';

/** A request as v4's engine took it. */
export interface RequestInternal {
    origin?: string;
    method?: string;
    cookies?: Partial<Record<string, string>>;
    headers?: Record<string, any>;
    query?: Record<string, any>;
    body?: Record<string, any>;
    action: AuthAction;
    providerId?: string;
    error?: string;
}

/** What v4's engine answered. */
export interface OutgoingResponse<Body = unknown> {
    status?: number;
    headers?: {
        key: string;
        value: string;
    }[];
    body?: Body;
    redirect?: string;
    cookies?: {
        name: string;
        value: string;
        options?: object;
    }[];
}

// next/engines

export type AnyConfig = NextAuthConfig<any, any>;

// next/index

/**
 * Authentication for Next.js. One call makes everything:
 *
 * ```ts
 * export const { handlers, auth, signIn, signOut } = NextAuth({ providers: [GitHub] })
 * ```
 *
 * The result is also itself a handler for `pages/api/auth/[...nextauth]` and `app/api/auth/[...nextauth]/route`.
 * Throws `AuthError` for options that cannot work.
 */
declare function NextAuth<S = Session, T = JWT>(options: NextAuthConfig<S, T>): NextAuthResult<S>;

/** Options per request; without a request (server components, actions) the function gets `undefined`. */
declare function NextAuth<S = Session, T = JWT>(options: (request: NextRequest | undefined) => NextAuthConfig<S, T> | Promise<NextAuthConfig<S, T>>): NextAuthResult<S>;

/** Answers at once, with options made for this request. */
declare function NextAuth(request: NextApiRequest, response: NextApiResponse, options: NextAuthConfig): Promise<void>;

declare function NextAuth(request: NextRequest, context: unknown, options: NextAuthConfig): Promise<Response>;

type SessionOf<O> = O extends {
    callbacks: {
        session: (...call: any[]) => infer R;
    };
} ? unknown extends Awaited<R> ? Session : Awaited<R> : Session;

type PagesRequest = GetServerSidePropsContext['req'] | NextApiRequest;

type PagesResponse = GetServerSidePropsContext['res'] | NextApiResponse;

/** One list for all, so that an application may hand on what it was given: `getServerSession(...args, options)`. */
type ServerSessionCall<O> = [request: PagesRequest, response: PagesResponse, options: O] | [request: PagesRequest, response: PagesResponse] | [options: O] | [];

/**
 * Who is here: v4's name for `auth()`. In server components and route handlers with the options alone, in the Pages Router
 * with request and response before them. Without options, by what the environment says: token sessions under `AUTH_SECRET`.
 */
export declare function getServerSession<O extends Partial<AnyConfig>>(...call: ServerSessionCall<O>): Promise<SessionOf<O> | null>;

/** v4's first name for it. */
export declare const unstable_getServerSession: typeof getServerSession;

// next/middleware

/** What v4's `withAuth` takes. Reads token sessions only; `auth` of `NextAuth(config)` reads both strategies. */
export interface NextAuthMiddlewareOptions {
    /** `signIn` and `error` are let through. */
    pages?: PagesOptions;
    cookies?: Pick<CookiesOptions, 'sessionToken'>;
    jwt?: Pick<JWTOptions, 'decode'>;
    callbacks?: {
        /** Default: whether there is a session. */
        authorized?(params: {
            token: JWT | null;
            req: NextRequest;
        }): Awaitable<boolean>;
    };
    /** Default: `AUTH_SECRET`, then `NEXTAUTH_SECRET`. */
    secret?: string;
}

export interface NextRequestWithAuth extends NextRequest {
    nextauth: {
        token: JWT | null;
    };
}

export type NextMiddlewareWithAuth = (request: NextRequestWithAuth, event: NextFetchEvent) => Awaitable<Response | null | undefined | void>;

/** Each way to call `withAuth`. */
export type WithAuthArgs = [request: NextRequest, eventOrOptions?: NextFetchEvent | NextAuthMiddlewareOptions] | [middleware: NextMiddlewareWithAuth, options?: NextAuthMiddlewareOptions] | [options?: NextAuthMiddlewareOptions];

type Middleware = (request: NextRequest, event: NextFetchEvent) => Promise<Response | undefined>;

/** Guards every path that `config.matcher` names. */
export declare function withAuth(request: NextRequest, event?: NextFetchEvent): Promise<Response | undefined>;

export declare function withAuth(request: NextRequest, options: NextAuthMiddlewareOptions): Promise<Response | undefined>;

export declare function withAuth(middleware: NextMiddlewareWithAuth, options?: NextAuthMiddlewareOptions): Middleware;

export declare function withAuth(options: NextAuthMiddlewareOptions): Middleware;

export declare function withAuth(): Middleware;

// next/types

/** Options under Next: those of the engine, and `authorized` for the proxy. */
export interface NextAuthConfig<S = Session, T = JWT> extends Omit<AuthOptions<S, T>, 'callbacks'> {
    callbacks?: GivenCallbacks<S, T> & {
        /** Whether a request may go on, in `proxy.ts` and `middleware.ts`. False leads to the sign-in page; a response is the answer. */
        authorized?(params: {
            request: NextRequest;
            auth: S | null;
        }): Awaitable<boolean | Response | undefined>;
    };
}

/** v4's name. */
export type NextAuthOptions<S = Session, T = JWT> = NextAuthConfig<S, T>;

/** A request that was looked at: who sent it is in `auth`. */
export interface NextAuthRequest<S = Session> extends NextRequest {
    auth: S | null;
}

type RouteContext = any;

export type AppHandler = (request: NextRequest, context?: RouteContext) => Promise<Response>;

/** `auth` in every place where a session is asked for. */
export interface AuthFunction<S = Session> {
    /** API routes of the Pages Router. */
    (request: NextApiRequest, response: NextApiResponse): Promise<S | null>;
    /** `getServerSideProps`. */
    (context: GetServerSidePropsContext): Promise<S | null>;
    /** Wraps a route handler, `proxy.ts` or `middleware.ts`. */
    (handler: (request: NextAuthRequest<S>, context: RouteContext) => Awaitable<Response | undefined | void>): AppHandler;
    /** As `proxy` or `middleware` itself. */
    (request: NextRequest, event: NextFetchEvent): Promise<Response>;
    /** Server components, route handlers, server actions. Last, since inference from a function with several shapes reads the last. */
    (): Promise<S | null>;
}

export interface SignInAction {
    (provider?: string, options?: FormData | ({
        redirectTo?: string;
        callbackUrl?: string;
        redirect?: true;
    } & Record<string, unknown>), authorizationParams?: string[][] | Record<string, string> | string | URLSearchParams): Promise<never>;
    (provider: string | undefined, options: FormData | ({
        redirectTo?: string;
        callbackUrl?: string;
        redirect: boolean;
    } & Record<string, unknown>), authorizationParams?: string[][] | Record<string, string> | string | URLSearchParams): Promise<string>;
}

export interface SignOutAction {
    (options?: {
        redirectTo?: string;
        redirect?: true;
    }): Promise<never>;
    (options: {
        redirectTo?: string;
        redirect: boolean;
    }): Promise<{
        redirect: string;
    }>;
}

/** What `NextAuth(options)` is: a handler for both routers, carrying everything else. */
export interface NextAuthResult<S = Session> {
    (request: NextApiRequest, response: NextApiResponse): Promise<void>;
    (request: Request, context?: RouteContext): Promise<Response>;
    readonly handlers: {
        readonly GET: AppHandler;
        readonly POST: AppHandler;
    };
    readonly GET: AppHandler;
    readonly POST: AppHandler;
    readonly auth: AuthFunction<S>;
    readonly signIn: SignInAction;
    readonly signOut: SignOutAction;
    readonly unstable_update: (data: unknown) => Promise<S | null>;
    /**
     * New tokens for an account, by its `refresh_token`. Store what comes back. Throws `RefreshTokenError`; with `details.final` the person has
     * to sign in again. With options per request, `request` says whose provider is asked.
     */
    readonly refreshTokens: (account: Account, request?: Request) => Promise<TokenSet>;
}
