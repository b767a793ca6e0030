// jwt/encode-decode

export interface JWTEncodeParams<Payload = JWT> {
    /** The claims. */
    token?: Payload | undefined;
    /** The site's secret, or several, newest first. Default: `AUTH_SECRET`, then `NEXTAUTH_SECRET`, and `AUTH_SECRET_1` to `_3` behind them. */
    secret?: any;
    /** Seconds. Default 30 days. */
    maxAge?: number | undefined;
    /** What the token is for, when it is no session: it has keys of its own then. Left out, empty, or the name of a session cookie: a session. */
    salt?: string | undefined;
    /** For whom it is. The site takes as a session only what is for its own base URL: `https://app.example/api/auth`. */
    audience?: string | undefined;
    /** Default true: nobody but the site reads it. `false` makes a signed, readable one. */
    encryption?: boolean | undefined;
}

export interface JWTDecodeParams extends Pick<JWTEncodeParams, 'secret' | 'salt' | 'audience'> {
    token?: string | undefined;
    /** `true` takes encrypted tokens only, `false` readable ones only, save those with a provider's token. Default: both. */
    encryption?: boolean | undefined;
    /** Until when tokens of v3, v4 and v5 are taken, as a date or its ISO text. Default: without end; `false` takes none. */
    earlierUntil?: Date | string | false | undefined;
}

/** v4's name of what tokens are made with. */
export type Secret = string;

/** `jwt` of the options, as far as it is about tokens, each member present: `encode` and `decode` of this door fit. */
export interface JWTOptions {
    secret: string;
    /** Seconds. */
    maxAge: number;
    encode: (params: JWTEncodeParams) => Awaitable<string>;
    decode: (params: JWTDecodeParams) => Awaitable<JWT | null>;
}

/**
 * Makes a token. Throws `AuthError` when there is no secret (`MissingSecret`), when `maxAge` is no positive number
 * (`InvalidOption`) or when the claims are no JSON (`JWTSessionError`).
 */
export declare function encode<Payload = JWT>(params: JWTEncodeParams<Payload>): Promise<string>;

/** The claims of a token, or `null` when it is none of this site, was changed, or has ended. Throws only when there is no secret. */
export declare function decode<Payload = JWT>(params: JWTDecodeParams): Promise<Payload | null>;

// jwt/index

/** The whole in one object, as v3 has it. */
declare const jwt: {
    readonly encode: typeof encode;
    readonly decode: typeof decode;
    readonly getToken: typeof getToken;
};

// jwt/request-token

type Named = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Headers as the platform, Node or a test has them. */
export type RequestHeaders = {
    get(name: string): string | null | undefined;
} | Named;

/** Cookies as Next's requests, its `cookies()` and the Pages Router have them. */
export type RequestCookies = {
    getAll(): readonly {
        readonly name: string;
        readonly value: string;
    }[];
} | Iterable<readonly [string, string | undefined]> | Readonly<Record<string, string | undefined>>;

/**
 * What is enough of a request: a `Request`, a `NextRequest`, what the Pages Router and `http` hand over, or
 * `{ headers: headers(), cookies: cookies() }` of a server component, awaited or not.
 */
export interface TokenRequest {
    readonly headers?: RequestHeaders | PromiseLike<RequestHeaders> | undefined;
    readonly cookies?: RequestCookies | PromiseLike<RequestCookies> | undefined;
}

// jwt/token

export interface GetTokenParams<R extends boolean = false> extends Omit<JWTDecodeParams, 'token'> {
    req: TokenRequest;
    /** Name of the session cookie, when the site gave it another one. */
    cookieName?: string | undefined;
    /** Looks for the cookie of an https site, or of an http one. Default: what `AUTH_URL` or `NEXTAUTH_URL` says; all names, the safest first, when they say nothing. */
    secureCookie?: boolean | undefined;
    /** Gives the token itself, unread: nobody has checked it. Default false. */
    raw?: R | undefined;
    /** Takes `Authorization: Bearer <token>` too, when there is no cookie. Default false: a token that leaked opens nothing by default. */
    bearer?: boolean | undefined;
    /** The site's own `jwt.decode`, if it has one. */
    decode?: ((params: {
        token?: string;
        secret: any;
        salt: string;
    }) => Awaitable<JWT | null>) | undefined;
    /** Accepted for v4 and v5: what is wrong with a token is nobody's business here. */
    logger?: unknown;
}

/**
 * The claims of who is signed in, or `null` for nobody, whatever is wrong with the token. Throws `AuthError` `MissingSecret`
 * when there is no secret to read it with. Sessions in a database have no token. With `raw` it is typed a text as in v3 to v5, and is `null`
 * for nobody as there.
 */
export declare function getToken<R extends boolean = false>(params: GetTokenParams<R>): Promise<R extends true ? string : JWT | null>;
