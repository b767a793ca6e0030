// http/cookies

export interface CookieOptions {
    readonly httpOnly?: boolean;
    readonly secure?: boolean;
    readonly sameSite?: 'lax' | 'strict' | 'none';
    readonly path?: string;
    readonly domain?: string;
}
