// providers/apple

/** The claims of Apple's ID tokens; `user` comes at the first sign-in only, unsigned. */
export interface AppleProfile extends Profile {
    sub: string;
    is_private_email?: boolean | 'true' | 'false';
    user?: {
        name: {
            firstName?: string;
            lastName?: string;
        };
    };
}

export interface AppleOptions extends Omit<OAuthOptions<AppleProfile>, 'clientSecret'> {
    /** Apple's key, from which a secret is signed when one is needed; or a secret signed elsewhere. */
    clientSecret?: string | AppleKey;
}

/** Sign in with Apple. Apple answers by a POST from its own page, which needs https on this side. */
export default function Apple({ clientSecret, ...options }?: AppleOptions): OAuthProvider<AppleProfile>;

// providers/apple/client-secret

/** What Apple gives to a developer in place of a secret. */
export interface AppleKey {
    teamId: string;
    keyId: string;
    /** The text of the `.p8` file; `\n` may stand for its line ends. */
    privateKey: string;
}

// providers/contract

/** What an e-mail sender is given. */
export interface VerificationRequest {
    /** The canonical address: send to this one. */
    identifier: string;
    /** The link. */
    url: string;
    expires: Date;
    provider: EmailProvider;
    /** What the link carries, in case the mail says it otherwise. */
    token: string;
    theme: {
        colorScheme?: string;
        logo?: string;
        brandColor?: string;
        buttonText?: string;
    };
    request: Request;
}

/** A link by mail. */
export interface EmailProvider extends CommonProvider {
    type: 'email';
    /** Sender: `Name <address>` or an address. */
    from?: string;
    /** SMTP URL or nodemailer's options. */
    server?: string | object;
    /** Seconds a link is good for. Default 86 400 (one day). */
    maxAge?: number;
    sendVerificationRequest(request: VerificationRequest): Awaitable<void>;
    /** Default: 256 random bits. */
    generateVerificationToken?(): Awaitable<string>;
    /** Canonical form of what the visitor typed; throw to refuse. Runs after the library's own checks. */
    normalizeIdentifier?(identifier: string): string;
    options?: Optional<Omit<EmailProvider, 'type' | 'options'>>;
}

/** One field of the sign-in form. */
export interface CredentialInput {
    label?: string;
    type?: string;
    placeholder?: string;
    value?: string;
    autocomplete?: string;
    /** Whether the form is refused without it, by the browser. Default true. */
    required?: boolean;
}

/** Whatever the application checks itself. */
export interface CredentialsProvider<F extends Record<string, CredentialInput> = Record<string, CredentialInput>> extends CommonProvider {
    type: 'credentials';
    /** The form's fields. */
    credentials: F;
    /** The user, or `null`. Gets the declared fields only, each a string. */
    authorize(credentials: Partial<Record<keyof F, string>>, request: Request): Awaitable<User | null>;
    options?: Partial<CredentialsProvider<F>>;
}

export type Provider = OAuthProvider<any> | EmailProvider | CredentialsProvider<any>;

// providers/contract/endpoint

/** Where to ask, and what to send along. A bare string is `{ url }`. */
export interface Endpoint {
    url?: string;
    params?: Record<string, string | undefined>;
}

export interface TokenEndpoint extends Endpoint {
    params?: Record<string, string>;
    /** Makes the service's answer the one of RFC 6749 §5.1, when it is not. */
    conform?(response: Response): Awaitable<Response | undefined>;
    /** Signs the assertion of `private_key_jwt` (RFC 7523). */
    clientPrivateKey?: CryptoKey | {
        key: CryptoKey;
        kid?: string;
    };
}

/** What an OAuth token endpoint answered. */
export interface TokenSet {
    access_token?: string;
    refresh_token?: string;
    id_token?: string;
    token_type?: string;
    /** Seconds since 1970. */
    expires_at?: number;
    scope?: string;
    session_state?: string;
    [name: string]: unknown;
}

// providers/contract/named

/** How a provider's button looks on the built-in page. */
export interface ProviderStyle {
    /** Path or http(s) URL of a logo. */
    logo?: string;
    /** Background of the button, a CSS colour. */
    brandColor?: string;
    text?: string;
}

/** What every provider has. */
export interface CommonProvider {
    /** Part of URLs: letters, digits, `-`, `_`, `.`. */
    id: string;
    /** For people. */
    name: string;
    style?: ProviderStyle;
}

// providers/contract/oauth

export type Check = 'pkce' | 'state' | 'nonce' | 'none';

export type ClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt' | 'private_key_jwt' | 'none';

/** A service that speaks OAuth 2 (RFC 6749) or OpenID Connect. */
export interface OAuthProvider<P = Profile> extends CommonProvider {
    type: 'oauth' | 'oidc';
    clientId?: string;
    /** A string, or a function that makes one when it is needed (Apple signs one). */
    clientSecret?: string | ((clientId: string) => Awaitable<string>);
    /** Where an OpenID Provider describes itself (`<issuer>/.well-known/openid-configuration`). Required for `oidc`. */
    issuer?: string;
    /** Another place to read that description from. */
    wellKnown?: string;
    authorization?: string | Endpoint;
    token?: string | TokenEndpoint;
    /** Where the profile comes from. `request` when the service's answer needs more than one GET with a bearer token. */
    userinfo?: string | (Endpoint & {
        request?: UserinfoRequest<P>;
    });
    jwks_endpoint?: string;
    /** Separated by spaces. Default for `oidc`: `openid profile email`. */
    scope?: string;
    /** Default: `pkce` and `state`, for `oidc` also `nonce`. `none` and lists without `state` need `dangerouslySkipChecks`. */
    checks?: readonly Check[];
    /** Lets `checks` leave something out that protects visitors. */
    dangerouslySkipChecks?: boolean;
    client?: {
        token_endpoint_auth_method?: ClientAuthentication;
        /** The algorithm ID tokens are registered to be signed with. Default: what the service's description lists, else RS256. `HS256` only by naming it. */
        id_token_signed_response_alg?: string;
        /** Refuses userinfo answers that are not signed with it. */
        userinfo_signed_response_alg?: string;
    };
    /** `form_post` when the service sends its answer as a POST from its own page (Apple). Default `query`. */
    responseMode?: 'query' | 'form_post';
    /** More parameters of the authorization request that a page may choose, beside hints like `prompt` and `login_hint`. */
    callerParams?: readonly string[];
    /** With an `issuer` that contains `{tenantid}`: whose `tid` may sign in. */
    tenants?: readonly string[] | 'any';
    /** What the answer itself tells beside the code (Apple's `user`). Nobody signed it: for names, never for addresses or ids. */
    answerProfile?(fields: Readonly<Record<string, string>>): Partial<P> | undefined;
    /**
     * Of an `oidc` provider: `true` takes what the ID token says and asks no further, `false` always asks the userinfo endpoint as well.
     * Default: asks when the ID token lacks the name or the address that the scope is for (OIDC Core §5.4 lets providers do so).
     */
    idToken?: boolean;
    /** The application's user from the service's profile. `id` must be a string that is unique at that service. */
    profile?(profile: P, tokens: TokenSet): Awaitable<User & {
        emailVerified?: boolean;
    }>;
    /** What to keep of the tokens. Default: the standard fields. */
    account?(tokens: TokenSet): Partial<Account> | undefined;
    /** Ties an identity to an existing user with the same e-mail address. Only for services that prove addresses. Default false. */
    allowDangerousEmailAccountLinking?: boolean;
    /** Lets endpoints and issuer be `http:`, for a provider on this machine. Default false. */
    dangerouslyAllowInsecureRequests?: boolean;
    /** What the application wrote, merged over everything above at start. */
    options?: OAuthOptions<P>;
}

/** What a developer may say to a provider of ours: everything, each member over ours, objects member by member. */
export type OAuthOptions<P = Profile> = Optional<Omit<OAuthProvider<P>, 'type' | 'options'>>;

export type UserinfoRequest<P> = (context: {
    tokens: TokenSet;
    provider: OAuthProvider<P>;
    /** `fetch` with the library's time and size limits. */
    fetch: typeof globalThis.fetch;
}) => Awaitable<P>;

// providers/credentials

export interface CredentialsOptions<F extends Record<string, CredentialInput>> extends Partial<Omit<CredentialsProvider<F>, 'type' | 'options' | 'authorize' | 'credentials'>>, Pick<CredentialsProvider<F>, 'authorize'> {
    /** The form's fields by name; `authorize` gets these and no others. */
    credentials?: F;
}

/**
 * Whatever the application checks itself: a password, a directory, another service.
 *
 * `authorize` returns the user, with an `id` that is a string, or `null`. To tell the visitor more than "wrong", throw a
 * `CredentialsSignin` with a `code`. What it throws otherwise is logged and reads "wrong" too.
 */
export default function Credentials<F extends Record<string, CredentialInput>>(options: CredentialsOptions<F>): CredentialsProvider<F>;

// providers/email

/** Each member over ours. */
export type EmailOptions = NonNullable<EmailProvider['options']>;

/**
 * A link by mail, sent over SMTP by `nodemailer`, or by any service with a `sendVerificationRequest` of your own.
 *
 * `server` is an SMTP URL (`smtps://user:password@smtp.example.com`) or nodemailer's options; `from` the sender.
 */
export default function Email(options?: EmailOptions): EmailProvider;

// providers/github

/** `GET /user`. */
export interface GitHubProfile extends Omit<Profile, 'id'> {
    id: number;
    login: string;
    name: string | null;
    /** The address somebody chose to show; replaced by the primary, verified one. */
    email: string | null;
    avatar_url: string;
}

export interface GitHubOptions extends OAuthOptions<GitHubProfile> {
    /** A GitHub Enterprise Server. */
    enterprise?: {
        baseUrl?: string;
    };
}

/** GitHub, and GitHub Enterprise Server by `enterprise.baseUrl`. */
export default function GitHub({ enterprise, ...options }?: GitHubOptions): OAuthProvider<GitHubProfile>;

// providers/google

/** The claims of Google's ID tokens. */
export interface GoogleProfile extends Profile {
    sub: string;
    email: string;
    email_verified: boolean;
    name: string;
    picture: string;
    given_name: string;
    family_name?: string;
    /** The Workspace domain of the account. Check this claim to let one organisation in; the parameter `hd` is only a hint. */
    hd?: string;
}

/** Google. */
export default function Google(options?: OAuthOptions<GoogleProfile>): OAuthProvider<GoogleProfile>;

// providers/index

/** `Providers.GitHub({ … })`. Each one also has a door of its own, `next-auth/providers/github`, which bundles less. */
declare const Providers: {
    readonly Apple: typeof Apple;
    readonly Credentials: typeof Credentials;
    readonly Email: typeof Email;
    readonly GitHub: typeof GitHub;
    readonly Google: typeof Google;
    readonly Nodemailer: typeof Nodemailer;
    readonly OAuth2: typeof OAuth2;
    readonly OIDC: typeof OIDC;
};

// providers/nodemailer

export type NodemailerOptions = EmailOptions;

/** `Email` under the name and with the id it has in v5: `signIn('nodemailer')`. */
export default function Nodemailer(options?: NodemailerOptions): EmailProvider;

// providers/oauth2

/** What a service says of someone; its members are the service's own. */
export interface OAuth2Profile extends Profile {
}

/**
 * Any service that speaks OAuth 2 without OpenID Connect.
 *
 * Say where to go (`authorization`), where a code becomes a token (`token`), where the profile is (`userinfo`), what to ask for (`scope`)
 * and who the profile is (`profile`, whose `id` must be what the service calls this person for good: never an e-mail address or a name).
 */
export default function OAuth2<P extends Profile = OAuth2Profile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/oidc

/** The claims of OIDC Core §5.1. */
export interface OIDCProfile extends Profile {
    sub: string;
    given_name?: string;
    family_name?: string;
    nickname?: string;
    preferred_username?: string;
    locale?: string;
}

/**
 * Any OpenID Provider, by its `issuer`: endpoints, keys and abilities come from its own description.
 *
 * `OIDC({ id: 'acme', name: 'Acme', issuer: 'https://login.example.com' })` reads `AUTH_ACME_ID` and `AUTH_ACME_SECRET`.
 */
export default function OIDC<P extends Profile = OIDCProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;
