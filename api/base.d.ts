// base/custom-fetch

/** v5’s key of a provider’s own `fetch`: `GitHub({ [customFetch]: viaProxy })`. The option `fetch` says the same. */
export declare const customFetch: unique symbol;

// base/earlier-errors

export declare class UnknownError extends AuthError {
    static readonly type: string;
    name: string;
}

export declare class AccountNotLinkedError extends AuthError {
    static readonly type: string;
    name: string;
}

export declare class CreateUserError extends UnknownError {
    name: string;
}

export declare class GetUserError extends UnknownError {
    name: string;
}

export declare class GetUserByEmailError extends UnknownError {
    name: string;
}

export declare class GetUserByIdError extends UnknownError {
    name: string;
}

export declare class GetUserByProviderAccountIdError extends UnknownError {
    name: string;
}

export declare class UpdateUserError extends UnknownError {
    name: string;
}

export declare class DeleteUserError extends UnknownError {
    name: string;
}

export declare class LinkAccountError extends UnknownError {
    name: string;
}

export declare class UnlinkAccountError extends UnknownError {
    name: string;
}

export declare class CreateSessionError extends UnknownError {
    name: string;
}

export declare class GetSessionError extends UnknownError {
    name: string;
}

export declare class UpdateSessionError extends UnknownError {
    name: string;
}

export declare class DeleteSessionError extends UnknownError {
    name: string;
}

export declare class CreateVerificationRequestError extends UnknownError {
    name: string;
}

export declare class GetVerificationRequestError extends UnknownError {
    name: string;
}

export declare class DeleteVerificationRequestError extends UnknownError {
    name: string;
}

// base/error-kinds

export declare class AccessDenied extends AuthError {
    static readonly type: string;
}

export declare class AccountNotLinked extends AuthError {
    static readonly type: string;
}

export declare class AdapterError extends AuthError {
    static readonly type: string;
}

export declare class CallbackRouteError extends AuthError {
    static readonly type: string;
}

export declare class DuplicateConditionalUI extends AuthError {
    static readonly type: string;
}

export declare class EmailSignInError extends AuthError {
    static readonly type: string;
}

export declare class ErrorPageLoop extends AuthError {
    static readonly type: string;
}

export declare class EventError extends AuthError {
    static readonly type: string;
}

export declare class ExperimentalFeatureNotEnabled extends AuthError {
    static readonly type: string;
}

export declare class InvalidCallbackUrl extends AuthError {
    static readonly type: string;
}

export declare class InvalidCheck extends AuthError {
    static readonly type: string;
}

export declare class InvalidEndpoints extends AuthError {
    static readonly type: string;
}

export declare class InvalidProvider extends AuthError {
    static readonly type: string;
}

export declare class JWTSessionError extends AuthError {
    static readonly type: string;
}

export declare class MissingAdapter extends AuthError {
    static readonly type: string;
}

export declare class MissingAdapterMethods extends AuthError {
    static readonly type: string;
}

export declare class MissingAuthorize extends AuthError {
    static readonly type: string;
}

export declare class MissingCSRF extends AuthError {
    static readonly type: string;
}

export declare class MissingSecret extends AuthError {
    static readonly type: string;
}

export declare class MissingWebAuthnAutocomplete extends AuthError {
    static readonly type: string;
}

export declare class OAuthAccountNotLinked extends AuthError {
    static readonly type: string;
}

export declare class OAuthCallbackError extends AuthError {
    static readonly type: string;
}

export declare class OAuthProfileParseError extends AuthError {
    static readonly type: string;
}

export declare class OAuthSignInError extends AuthError {
    static readonly type: string;
}

export declare class SessionTokenError extends AuthError {
    static readonly type: string;
}

export declare class SignOutError extends AuthError {
    static readonly type: string;
}

export declare class UnknownAction extends AuthError {
    static readonly type: string;
}

export declare class UnsupportedStrategy extends AuthError {
    static readonly type: string;
}

export declare class UntrustedHost extends AuthError {
    static readonly type: string;
}

export declare class Verification extends AuthError {
    static readonly type: string;
}

export declare class WebAuthnVerificationError extends AuthError {
    static readonly type: string;
}

// base/errors

/** The stable name of a failure. */
export type AuthErrorType = 'AccessDenied' | 'Verification' | 'OAuthAccountNotLinked' | 'CredentialsSignin' | 'ProviderUnavailable' | 'EmailSignInError' | 'InvalidEmail' | 'OAuthSignInError' | 'OAuthCallbackError' | 'OAuthDenied' | 'OAuthProfileParseError' | 'InvalidCheck' | 'TransactionExpired' | 'RefreshTokenError' | 'MissingCSRF' | 'CrossSiteRequest' | 'SessionRequired' | 'TooManyRequests' | 'Configuration' | 'InvalidOption' | 'MissingSecret' | 'MissingAdapter' | 'MissingAdapterMethods' | 'MissingDependency' | 'UnsupportedStrategy' | 'InvalidProvider' | 'AdapterError' | 'SchemaMissing' | 'CallbackRouteError' | 'JWTSessionError' | 'SessionTokenError' | 'SessionTooLarge' | 'SignOutError' | 'EventError' | 'UntrustedHost' | 'InvalidCallbackUrl' | 'BadRequest' | 'UnknownAction' | 'MethodNotAllowed' | 'UnsupportedMediaType' | 'ContentTooLarge';

/** Names of v5 for what does not happen here, or is no failure of its own: what an application throws may carry one. */
export type EarlierErrorType = 'AuthError' | 'AccountNotLinked' | 'DuplicateConditionalUI' | 'ErrorPageLoop' | 'ExperimentalFeatureNotEnabled' | 'InvalidEndpoints' | 'MissingAuthorize' | 'MissingWebAuthnAutocomplete' | 'WebAuthnVerificationError';

/** HTTP status, which page shows it, the code a visitor's URL carries; `pages/sentences` has what the visitor reads. */
export type Failure = readonly [status: number, page: 'signin' | 'error' | 'none', shown: string];

/** Everything that can go wrong, one row each. Rows of the page `none` have no page of their own. */
export declare const failures: Readonly<Record<AuthErrorType, Failure>>;

export interface AuthErrorOptions {
    /** What led here, for the log only. */
    cause?: unknown;
    /** Facts for the log, never secrets: `{ provider: 'github' }`. */
    details?: Record<string, string | number | boolean | undefined>;
}

/**
 * What this library throws. `type` is stable; `message` tells a developer what happened and how to mend it;
 * visitors see neither, but a sentence of their own.
 */
export declare class AuthError extends Error {
    /** The type of what a subclass makes. */
    static readonly type?: string;
    /** The stable name of the failure. One that is not in the table above counts as `Configuration`. */
    type: AuthErrorType | EarlierErrorType;
    /** In what a server action throws, `err` is what the application’s own code threw. */
    cause?: any;
    /** Facts for the log, never secrets. */
    readonly details: Record<string, string | number | boolean | undefined>;
    /** What went wrong, by its name. */
    constructor(type: AuthErrorType, message?: string, options?: AuthErrorOptions);
    /** As v5 has it, mostly for subclasses: text, or the error that led here. */
    constructor(message?: string | Error | AuthErrorOptions, options?: Error | AuthErrorOptions);
    /** The library throws `AuthError` itself: it is an `AccessDenied` by its type, wherever that class stands. */
    static [Symbol.hasInstance](this: {
        readonly type?: string;
    }, error: unknown): boolean;
    /** Which page shows it: the sign-in page, where one may try again, or the error page. */
    get kind(): 'signIn' | 'error';
    /** HTTP status of the answer. */
    get status(): number;
    /** What a visitor's URL carries: `?error=<shown>`. */
    get shown(): string;
}

/** The row of an error: also of one that an application named, or that comes from another copy of this package or of v5's. */
export declare function failureOf({ type }: {
    readonly type: string;
}): Failure;

/**
 * Throw this from `authorize` to say more than "wrong": `class Locked extends CredentialsSignin { code = 'locked' }`
 * reaches the sign-in page as `?error=CredentialsSignin&code=locked`.
 */
export declare class CredentialsSignin extends AuthError {
    static readonly type: string;
    /** Letters, digits, `_` and `-` only. Default `credentials`. */
    code: string;
}

/** True for our errors, also across two copies of this package, and for those of v5. */
export declare function isAuthError(error: unknown): error is AuthError;

// base/provider-ids

/** Ids of the services that have a door of their own, as v4 and v5 list theirs. */
export type OAuthProviderId = '42-school' | 'amazon' | 'anilist' | 'apple' | 'asgardeo' | 'atlassian' | 'auth0' | 'authentik' | 'autodesk' | 'azure-ad' | 'azure-ad-b2c' | 'azure-devops' | 'bankid-no' | 'basecamp' | 'battlenet' | 'beyondidentity' | 'bitbucket' | 'box' | 'boxyhq-saml' | 'bungie' | 'click-up' | 'cognito' | 'coinbase' | 'concept2' | 'descope' | 'discogs' | 'discord' | 'dribbble' | 'dropbox' | 'duende-identity-server6' | 'epic-games' | 'etsy' | 'eventbrite' | 'eveonline' | 'facebook' | 'faceit' | 'figma' | 'flickr' | 'forgejo' | 'foursquare' | 'freshbooks' | 'frontegg' | 'fusionauth' | 'gitea' | 'github' | 'gitlab' | 'google' | 'hubspot' | 'huggingface' | 'identity-server4' | 'instagram' | 'intuit' | 'kakao' | 'keycloak' | 'kick' | 'kinde' | 'lichess' | 'line' | 'linear' | 'linkedin' | 'logto' | 'mailchimp' | 'mailru' | 'mastodon' | 'mattermost' | 'medium' | 'mercado-libre' | 'microsoft-entra-id' | 'myanimelist' | 'naver' | 'netlify' | 'netsuite' | 'nextcloud' | 'notion' | 'okta' | 'onelogin' | 'ory-hydra' | 'osso' | 'osu' | 'passage' | 'patreon' | 'paypal' | 'ping-id' | 'pinterest' | 'pipedrive' | 'polar' | 'railway' | 'reddit' | 'roblox' | 'salesforce' | 'shikimori' | 'simplelogin' | 'slack' | 'spotify' | 'start-gg' | 'strava' | 'stripe-connect' | 'synology' | 'threads' | 'tiktok' | 'tiltify' | 'todoist' | 'trakt' | 'trello' | 'tumblr' | 'twitch' | 'twitter' | 'united-effects' | 'vercel' | 'vipps' | 'vk' | 'vkid' | 'webex' | 'wechat' | 'wikimedia' | 'withings' | 'wordpress' | 'workos' | 'yahoo' | 'yandex' | 'zitadel' | 'zoho' | 'zoom';

/** Ids of the ways to send a link by mail. */
export type EmailProviderId = 'email' | 'forwardemail' | 'loops' | 'mailgun' | 'nodemailer' | 'passkey' | 'postmark' | 'resend' | 'sendgrid';

export type CredentialsProviderId = 'credentials';

/** v5's: one of ours, or any other. */
export type ProviderId = LiteralUnion<CredentialsProviderId | EmailProviderId | OAuthProviderId>;

/** v4's: those that `signIn` can stay on the page for. */
export type RedirectableProviderType = 'email' | 'credentials';

/** v4's. */
export type BuiltInProviderType = RedirectableProviderType | OAuthProviderId;

/** One of `T`, or any other text; editors propose those of `T`. */
export type LiteralUnion<T extends U, U = string> = T | (U & Record<never, never>);

// base/types

/** A value, or a promise of it. */
export type Awaitable<T> = T | PromiseLike<T>;

/**
 * A value that is there already, or a promise of it. What runs on every request returns this instead of
 * always a promise: reading a session on Node then costs no turn of the event loop.
 */
export type MaybePromise<T> = T | Promise<T>;

/** Turns a value object's members into optional ones that may also be given as `undefined`. */
export type Optional<T> = {
    [K in keyof T]?: T[K] | undefined;
};

export interface DefaultUser {
    /** What an application knows the user by. Always a string, never an e-mail address. */
    id: string;
    name?: string | null;
    email?: string | null;
    /** URL of a picture. */
    image?: string | null;
}

/** The person, as the application knows them. Extend by `declare module 'next-auth' { interface User { … } }`. */
export interface User extends DefaultUser {
}

/** @ts-ignore the package may not be there */
declare module '@auth/core/types' {
    interface User extends DeclaredOfUser {
    }
}

/** How a provider proved who someone is. */
export type AccountType = 'oauth' | 'oidc' | 'oauth1' | 'email' | 'credentials' | 'webauthn';

/** The same by its name in v3, v4 and v5. */
export type ProviderType = AccountType;

export interface DefaultAccount {
    /** Id of the provider: `github`. */
    provider: string;
    type: AccountType;
    /** Who this is at the provider: the `sub` of an ID token, the id of a profile, an e-mail address for e-mail. */
    providerAccountId: string;
    userId?: string;
    access_token?: string;
    refresh_token?: string;
    id_token?: string;
    /** When the access token ends, in seconds since 1970. */
    expires_at?: number;
    /** For how long it was good when it came, in seconds. */
    expires_in?: number;
    scope?: string;
    token_type?: string;
    session_state?: string;
    /** Of an OAuth 1 service, with its secret. */
    oauth_token?: string;
    oauth_token_secret?: string;
    [claim: string]: unknown;
}

/** An identity tied to a user. */
export interface Account extends DefaultAccount {
}

/** What a provider said of someone: ID token claims or the answer of its userinfo endpoint. */
export interface Profile {
    id?: string | null;
    sub?: string | null;
    name?: string | null;
    email?: string | null;
    email_verified?: boolean | null;
    image?: string;
    [claim: string]: any;
}

/** ISO 8601 date and time, UTC: `2026-11-23T12:00:00.000Z`. */
export type ISODateString = string;

export interface DefaultSession {
    user?: {
        id?: string;
        name?: string | null;
        email?: string | null;
        image?: string | null;
    };
    /** When the session ends if nobody comes back. */
    expires: ISODateString;
}

/** Who is here now, as `auth()` and `useSession()` tell. Extend by `declare module 'next-auth' { interface Session { … } }`. */
export interface Session extends DefaultSession {
}

export interface DefaultJWT {
    name?: string | null;
    email?: string | null;
    picture?: string | null;
    /** Id of the user. */
    sub?: string;
    /** Id of the sign-in that this session began with; stays the same while the token is renewed. */
    sid?: string;
    /** How the person proved who they are (RFC 8176): `['pwd']`, `['email']`, or what the ID token said. */
    amr?: string[];
    /** When they proved it, in seconds since 1970. */
    auth_time?: number;
    /** When the session began here, in seconds since 1970; its absolute lifetime counts from then. */
    started_at?: number;
    /** Id of the provider it began with. */
    provider?: string;
    iat?: number;
    exp?: number;
    jti?: string;
}

/** The claims of a session kept in a token. Extend by `declare module 'next-auth/jwt' { interface JWT { … } }`. */
export interface JWT extends Record<string, unknown>, DefaultJWT {
}

export type SessionStrategy = 'jwt' | 'database';

export interface Theme {
    colorScheme?: 'auto' | 'dark' | 'light';
    /** http(s) URL or absolute path of a logo. */
    logo?: string;
    /** A CSS colour: `#rgb`, `#rrggbb`. */
    brandColor?: string;
    /** A CSS colour for text on the brand colour; chosen by contrast when left out. */
    buttonText?: string;
}
