// engine/handle

/** How the application's own server code asks: no CSRF token, since Next has checked where a server action came from; failures are thrown. */
export interface Asked {
    readonly trusted?: boolean;
}

// engine/index

/** The engine, without Next: a function from `Request` to `Response`, and a reader of sessions. */
export interface AuthEngine<S = Session> {
    /** Answers a request to the library's routes. Never throws, never leaves a request without an answer. */
    handle(request: Request, asked?: Asked): Promise<Response>;
    /** Who sent these headers, or `null`. Never writes, never sets a cookie. Throws when it cannot be known. */
    read(headers: Pick<Headers, 'get'>): MaybePromise<S | null>;
    /** As `read`, and prolongs a session that is due: the `Set-Cookie` lines have to reach the browser. */
    readAndRefresh(request: Request): Promise<{
        readonly session: S | null;
        readonly cookies: readonly string[];
    }>;
    /**
     * New tokens for an account of an OAuth 2 or OpenID Connect provider, by its `refresh_token` (RFC 6749 §6). Store what comes back, the new
     * `refresh_token` too: where the service rotates them the old one is used up. Throws `RefreshTokenError`; with `details.final` the person
     * has to sign in again, without it another try may do.
     */
    refreshTokens(account: Account): Promise<TokenSet>;
    readonly settings: Settings;
    /** Closes what was opened. */
    close(): Promise<void>;
}

/** Checks the options, once, and wires the rooms. Throws `AuthError` for what cannot work. */
export declare function createAuth<S = Session, T = JWT>(options: AuthOptions<S, T>): AuthEngine<S>;

/** v5's name for it: one request, one configuration. */
export declare function Auth(request: Request, options: AuthOptions): Promise<Response>;
