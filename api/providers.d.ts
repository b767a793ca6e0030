// providers/42-school

/** `GET /v2/me`, its first lines. */
export interface FortyTwoProfile extends Omit<Profile, 'id'> {
    id: number;
    login: string;
    email?: string | null;
    usual_full_name?: string | null;
    displayname?: string;
    image?: {
        link: string | null;
    } | null;
}

/** 42 (the intranet of the 42 schools). */
export default function FortyTwo<P extends FortyTwoProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/amazon

/** `GET /user/profile`. */
export interface AmazonProfile extends Profile {
    /** `amzn1.account.…` */
    user_id: string;
    name?: string;
    email?: string;
    /** With the scope `postal_code`. */
    postal_code?: string;
}

/** Amazon (Login with Amazon). */
export default function Amazon(options?: OAuthOptions<AmazonProfile>): OAuthProvider<AmazonProfile>;

// providers/anilist

/** The answer to the GraphQL query `Viewer`. */
export interface AniListProfile extends Profile {
    data: {
        Viewer: {
            id: number;
            /** Can be changed. */
            name: string;
            avatar: {
                large: string | null;
            } | null;
        };
    };
}

/** AniList. */
export default function AniList(options?: OAuthOptions<AniListProfile>): OAuthProvider<AniListProfile>;

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

export interface AppleOptions<P = AppleProfile> extends Omit<OAuthOptions<P>, 'clientSecret'> {
    /** Apple's key, from which a secret is signed when one is needed; or a secret signed elsewhere. */
    clientSecret?: string | AppleKey;
}

/** Sign in with Apple. Apple answers by a POST from its own page, which needs https on this side. */
export default function Apple<P extends AppleProfile>({ clientSecret, ...options }?: AppleOptions<P>): OAuthProvider<P>;

// providers/apple/client-secret

/** What Apple gives to a developer in place of a secret. */
export interface AppleKey {
    teamId: string;
    keyId: string;
    /** The text of the `.p8` file; `\n` may stand for its line ends. */
    privateKey: string;
}

// providers/asgardeo

/** The claims of Asgardeo's ID tokens: those that the application asks for in the console. */
export interface AsgardeoProfile extends Profile {
    sub: string;
    given_name?: string;
    family_name?: string;
    picture?: string;
    username?: string;
}

export interface AsgardeoOptions extends OAuthOptions<AsgardeoProfile> {
    /** `https://api.asgardeo.io/t/<organization>/oauth2/token`; without the last two parts they are added. */
    issuer?: string | undefined;
}

/** Asgardeo. */
export default function Asgardeo({ issuer, ...options }?: AsgardeoOptions): OAuthProvider<AsgardeoProfile>;

// providers/atlassian

/** `GET /me` (User Identity API). */
export interface AtlassianProfile extends Profile {
    account_id: string;
    account_type?: string;
    account_status?: string;
    name: string;
    nickname?: string;
    email?: string | null;
    picture?: string | null;
}

/** Atlassian (OAuth 2.0 3LO). */
export default function Atlassian<P extends AtlassianProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/auth0

/** The claims of Auth0's ID tokens. */
export interface Auth0Profile extends Profile {
    /** `<connection>|<id>`: `auth0|5f7c8ec7c33c6c004bbafe82`. */
    sub: string;
    nickname?: string;
    picture?: string;
    given_name?: string;
    family_name?: string;
    updated_at?: string;
}

export interface Auth0Options<P = Auth0Profile> extends OAuthOptions<P> {
    /** Host name of the tenant, `acme.eu.auth0.com`: another way to say `issuer`. */
    domain?: string;
}

/** Auth0. */
export default function Auth0<P extends Auth0Profile>({ domain, issuer, ...options }?: Auth0Options<P>): OAuthProvider<P>;

// providers/authentik

/** The claims of authentik's ID tokens, with its own scope mappings. */
export interface AuthentikProfile extends Profile {
    sub: string;
    given_name?: string;
    family_name?: string;
    preferred_username?: string;
    nickname?: string;
    groups?: string[];
}

export interface AuthentikOptions<P = AuthentikProfile> extends OAuthOptions<P> {
    /** `https://authentik.acme.example/application/o/<slug>/`. */
    issuer?: string | undefined;
}

/** authentik, on a server of your own. */
export default function Authentik<P extends AuthentikProfile>({ issuer, ...options }?: AuthentikOptions<P>): OAuthProvider<P>;

// providers/autodesk

/** The answer of `/userinfo`. */
export interface AutodeskProfile extends Profile {
    sub: string;
    name?: string;
    given_name?: string;
    family_name?: string;
    preferred_username: string;
    email?: string;
    email_verified?: boolean;
    picture?: string;
    locale?: string;
}

/** Autodesk (Autodesk Platform Services). */
export default function Autodesk(options?: OAuthOptions<AutodeskProfile>): OAuthProvider<AutodeskProfile>;

// providers/azure-ad

export type AzureADProfile = MicrosoftEntraIDProfile;

export type AzureADOptions<P = AzureADProfile> = MicrosoftEntraIDOptions<P>;

/** Microsoft Entra ID under its former name and id, for applications whose accounts and callback URL have them. */
export default function AzureAD<P extends AzureADProfile>(options?: AzureADOptions<P>): OAuthProvider<P>;

// providers/azure-ad-b2c

/** The claims of a user flow's ID tokens: those that the flow is set to return. */
export interface AzureADB2CProfile extends Profile {
    sub: string;
    oid?: string;
    emails?: string[];
    /** The user flow. */
    tfp?: string;
}

export interface AzureADB2COptions<P = AzureADB2CProfile> extends OAuthOptions<P> {
    /** With `primaryUserFlow`: the tenant's name, `acme` of `acme.onmicrosoft.com`. Alone, as in v3: whose people Microsoft Graph describes. */
    tenantId?: string;
    /** `B2C_1_signin`. */
    primaryUserFlow?: string;
}

/** Azure AD B2C. With `tenantId` alone it is what v3 called so: Azure AD, and the ids of Microsoft Graph. */
export default function AzureADB2C<P extends AzureADB2CProfile>(given?: AzureADB2COptions<P>): OAuthProvider<P>;

// providers/azure-devops

/** `GET /_apis/profile/profiles/me`. */
export interface AzureDevOpsProfile extends Profile {
    id: string;
    displayName: string;
    emailAddress?: string;
    publicAlias?: string;
    /** A PNG in Base64. */
    coreAttributes?: {
        Avatar?: {
            value: {
                value: string;
            };
        };
    };
}

export interface AzureDevOpsOptions<P = AzureDevOpsProfile> extends OAuthOptions<P> {
    /** Scopes of Azure DevOps, separated by spaces. Default `vso.profile`. */
    scope?: string | undefined;
    /** Id of the tenant whose people sign in. Default `organizations`: those of every tenant. */
    tenantId?: string;
}

/**
 * Azure DevOps, by an application in Microsoft Entra ID: Azure DevOps registers none itself any more.
 *
 * @deprecated Use `microsoft-entra-id`. This one keeps the account ids that applications have from Azure DevOps' own OAuth.
 */
export default function AzureDevOps<P extends AzureDevOpsProfile>(given?: AzureDevOpsOptions<P>): OAuthProvider<P>;

// providers/bankid-no

/** The claims of BankID's ID tokens, and what userinfo adds with the person's consent. */
export interface BankIDNorwayProfile extends Profile {
    sub: string;
    given_name?: string;
    family_name?: string;
    /** `1980-03-09`. */
    birthdate?: string;
    /** `urn:bankid:bid;LOA=4`. */
    acr?: string;
    /** `BID`, `BIM` or `BIS`. */
    amr?: string;
    /** The number of the certificate. */
    bankid_altsub?: string;
    /** The national identity number, with the scope `nnin_altsub`. */
    nnin_altsub?: string;
}

/** v5's name for it. */
export type BankIDNorway = BankIDNorwayProfile;

/** BankID (Norway). */
export default function BankIDNorwayProvider(options?: OAuthOptions<BankIDNorwayProfile>): OAuthProvider<BankIDNorwayProfile>;

// providers/basecamp

/** `GET /authorization.json`. */
export interface BasecampProfile extends Profile {
    expires_at: string;
    identity: {
        id: number;
        first_name: string;
        last_name: string;
        email_address: string;
    };
    /** What the person has access to; `product` is `bc3`, `bcx`, … */
    accounts: {
        product: string;
        id: number;
        name: string;
        href: string;
        app_href: string;
    }[];
}

/** Basecamp (37signals Launchpad). */
export default function Basecamp(options?: OAuthOptions<BasecampProfile>): OAuthProvider<BasecampProfile>;

// providers/battlenet

/** The claims of Battle.net's ID tokens; userinfo calls the tag `battletag`. */
export interface BattleNetProfile extends Profile {
    sub: string;
    /** `Ann#1234`. Its owner may change it. */
    battle_tag?: string;
    battletag?: string;
}

/** Issuers of today, and those of one region each that they took the place of. */
export type BattleNetIssuer = 'https://oauth.battle.net' | 'https://oauth.battlenet.com.cn' | 'https://www.battlenet.com.cn/oauth' | `https://${'us' | 'eu' | 'kr' | 'tw'}.battle.net/oauth`;

export interface BattleNetOptions<P = BattleNetProfile> extends OAuthOptions<P> {
    /** Default `https://oauth.battle.net`. */
    issuer?: BattleNetIssuer | (string & {}) | undefined;
    /** `CN` for the accounts of China; all others are the same. */
    region?: string;
}

/** Battle.net. */
export default function BattleNet<P extends BattleNetProfile>({ region, issuer, ...options }?: BattleNetOptions<P>): OAuthProvider<P>;

// providers/beyondidentity

/** The claims of Beyond Identity's ID tokens. */
export interface BeyondIdentityProfile extends Profile {
    sub: string;
    preferred_username?: string;
}

/** Beyond Identity. `issuer` is that of the application. */
export default function BeyondIdentity(options?: OAuthOptions<BeyondIdentityProfile>): OAuthProvider<BeyondIdentityProfile>;

// providers/bitbucket

/** `GET /2.0/user`, and the primary address. */
export interface BitbucketProfile extends Profile {
    /** The person at Atlassian. */
    account_id: string;
    /** The person at Bitbucket. */
    uuid: string;
    display_name: string;
    username: string;
    nickname?: string;
    links: Record<string, {
        href?: string;
    } | undefined>;
}

/** Bitbucket Cloud. */
export default function Bitbucket(options?: OAuthOptions<BitbucketProfile>): OAuthProvider<BitbucketProfile>;

// providers/box

/** `GET /2.0/users/me`. */
export interface BoxProfile extends Profile {
    id: string;
    type: 'user';
    name: string;
    /** The address that the person signs in with. */
    login: string;
    avatar_url?: string;
    language?: string;
    timezone?: string;
    job_title?: string;
    phone?: string;
}

/** Box. */
export default function Box(options?: OAuthOptions<BoxProfile>): OAuthProvider<BoxProfile>;

// providers/boxyhq-saml

/** `GET /api/oauth/userinfo`. */
export interface BoxyHQSAMLProfile extends Profile {
    /** What the customer's identity provider calls the person. */
    id: string;
    email?: string;
    firstName?: string;
    lastName?: string;
    /** Which connection was asked for. */
    requested?: {
        client_id?: string;
        tenant?: string;
        product?: string;
    };
    /** All that the identity provider said. */
    raw?: Record<string, unknown>;
}

/** SAML Jackson by BoxyHQ, now Ory Polis: SAML of customers as OAuth 2. `issuer` is the address of the server. */
export default function SAMLJackson<P extends BoxyHQSAMLProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/bungie

/** `GET /Platform/User/GetMembershipsForCurrentUser/`. */
export interface BungieProfile extends Profile {
    Response: {
        bungieNetUser: {
            membershipId: string;
            uniqueName?: string;
            displayName?: string;
            profilePicturePath?: string;
        };
        /** The person on consoles and shops; may be none. */
        destinyMemberships?: {
            membershipType: number;
            membershipId: string;
            displayName: string;
        }[];
        primaryMembershipId?: string;
    };
}

export interface BungieOptions extends OAuthOptions<BungieProfile> {
    /** The API key of the application, which Bungie.net shows beside the client id. v3 and v4 took it as `headers: { 'X-API-Key': key }`. */
    apiKey?: string | undefined;
}

/** Bungie.net. It needs `apiKey` besides id and secret. */
export default function Bungie({ apiKey, ...options }?: BungieOptions): OAuthProvider<BungieProfile>;

// providers/click-up

/** `GET /api/v2/user`. */
export interface ClickUpProfile extends Profile {
    user: {
        id: number;
        username: string | null;
        email?: string;
        color?: string | null;
        profilePicture?: string | null;
        initials?: string;
    };
}

/** ClickUp. */
export default function ClickUp(options?: OAuthOptions<ClickUpProfile>): OAuthProvider<ClickUpProfile>;

// providers/cognito

/** The claims of Cognito's ID tokens, or with `domain` alone the answer of `GET /oauth2/userInfo`. */
export interface CognitoProfile extends Profile {
    sub: string;
    picture?: string;
    preferred_username?: string;
    'cognito:username'?: string;
    'cognito:groups'?: string[];
    username?: string;
}

export interface CognitoOptions<P = CognitoProfile> extends OAuthOptions<P> {
    /** Host name of the user pool's domain, as in v3: `acme.auth.eu-central-1.amazoncognito.com`. Without `issuer` no ID token is read then. */
    domain?: string;
}

/** Amazon Cognito. `issuer` is `https://cognito-idp.<region>.amazonaws.com/<user pool id>`. */
export default function Cognito<P extends CognitoProfile>({ domain, ...options }?: CognitoOptions<P>): OAuthProvider<P>;

// providers/coinbase

/** `GET /v2/user`. */
export interface CoinbaseProfile extends Profile {
    data: {
        id: string;
        name: string | null;
        username?: string | null;
        /** With the scope `wallet:user:email`. */
        email?: string | null;
        avatar_url?: string | null;
        profile_url?: string | null;
        country?: {
            code: string;
            name: string;
        } | null;
    };
}

/** Coinbase. */
export default function Coinbase(options?: OAuthOptions<CoinbaseProfile>): OAuthProvider<CoinbaseProfile>;

// providers/concept2

/** `GET /api/users/me`. */
export interface Concept2Profile extends Profile {
    data: {
        id: number;
        username: string;
        first_name?: string;
        last_name?: string;
        email?: string | null;
        country?: string | null;
        profile_image?: string | null;
    };
}

/** Concept2 Logbook. */
export default function Concept2(options?: OAuthOptions<Concept2Profile>): OAuthProvider<Concept2Profile>;

// providers/contract

export type Provider = OAuthProvider<any> | OAuth1Provider<any> | EmailProvider | CredentialsProvider<any>;

/**
 * An entry of `providers`: a provider, or a function that makes one. Code of v4 reads `id` of an entry, code of v5 asks first whether it is a
 * function: as `any` beside the function both compile.
 */
export type ProviderEntry<_ = any> = Provider | (((...options: any) => Provider) & {
    id?: any;
    options?: any;
});

// providers/contract/credentials

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

/** Names of the form's fields; any, where none is declared. */
export type FieldName<F> = 0 extends 1 & F ? string : [keyof F] extends [never] ? string : keyof F;

/** What `authorize` sees of the request. `headers` may also be read as the object they were in v3 and v4, and so may what came with it. */
export interface AuthorizeRequest extends Request {
    readonly headers: Headers & Record<string, any>;
    readonly body: any;
    readonly query?: Record<string, any>;
}

/** Whatever the application checks itself. */
export interface CredentialsProvider<F extends Record<string, CredentialInput> = Record<string, CredentialInput>> extends CommonProvider {
    type: 'credentials';
    /** The form's fields. */
    credentials: F;
    /** The user, or `null`. Gets the declared fields only, each a string as it was typed, empty if it was not sent; with none declared, all that were sent. */
    authorize(credentials: Record<FieldName<F>, string>, request: AuthorizeRequest): Awaitable<User | null>;
    /**
     * Called once, at start, with the environment's variables of this provider: `URL` means `AUTH_<ID>_URL`. Throws what has to be
     * refused; what it returns replaces `authorize`.
     */
    complete?(variable: (name: string) => string | undefined): Pick<CredentialsProvider<F>, 'authorize'>;
    options?: Partial<CredentialsProvider<F>>;
}

// providers/contract/earlier-keys

/** Names that v3 and v4 had for what {@link OAuthProvider} holds. Read at start; a name of today wins over its earlier one. */
export interface EarlierOAuthKeys {
    /** v3: `1.0` and `1.0A` are of the type `oauth1` today. */
    version?: string;
    /** v3: `authorization.url`. Its query is kept. */
    authorizationUrl?: string;
    /** v3: `authorization.params`. */
    authorizationParams?: Record<string, string>;
    /** v3: `token.url`. */
    accessTokenUrl?: string;
    /** v3: `token.params`. */
    params?: Record<string, string>;
    /** v3: `userinfo.url`. */
    profileUrl?: string;
    /** v3: headers of the token and of the profile request. */
    headers?: Record<string, string>;
    /** v3: `checks`, as one word, a list, or `both`. Nothing that protects visitors is left out by it. */
    protection?: 'pkce' | 'state' | 'both' | 'none' | readonly ('pkce' | 'state' | 'none')[];
    /** v3: what `checks` says. */
    state?: boolean;
    /** v3: `false` sends the access token in the address of the profile request, as `userinfo.tokenParam` does. */
    useAuthTokenHeader?: boolean;
    /** v4: `timeout`, in milliseconds, and an agent of Node.js that carries the calls; a `fetch` comes first. */
    httpOptions?: {
        timeout?: number;
        agent?: unknown;
    };
    /** v4: the first key is `token.clientPrivateKey`. */
    jwks?: {
        keys: readonly JsonWebKey[];
    };
}

// providers/contract/earlier-oauth1-keys

/** Names that v3 and v4 had for what {@link OAuth1Provider} holds. Read at start; a name of today wins over its earlier one. */
export interface EarlierOAuth1Keys {
    /** Now `requestToken`. */
    requestTokenUrl?: string;
    /** Now `authorization`. */
    authorizationUrl?: string;
    /** Now `accessToken`. */
    accessTokenUrl?: string;
    /** Now `userinfo`. */
    profileUrl?: string;
    /** Now `signatureMethod`. */
    encoding?: string;
    /** Now `requestToken.params`. */
    params?: Record<string, string>;
    /** Now `timeout`; an agent of Node.js carries the calls, unless there is a `fetch`. */
    httpOptions?: {
        timeout?: number;
        agent?: unknown;
    };
    /** Beside `type: 'oauth'` it made the provider one of OAuth 1; now `type: 'oauth1'` does. */
    version?: string;
}

// providers/contract/email

/** What an e-mail sender is given. */
export interface VerificationRequest {
    /** The canonical address: send to this one. */
    identifier: string;
    /** The link. */
    url: string;
    /** Origin of the site: `https://app.example`. */
    baseUrl: string;
    expires: Date;
    provider: EmailProvider;
    /** What the link carries, in case the mail says it otherwise. */
    token: string;
    theme: Theme;
    request: Request;
    /** `fetch` with the library's limits: https, ten seconds, 1 MiB, no redirects. */
    fetch: typeof globalThis.fetch;
}

/** nodemailer's options, of whatever version: `{ host, port, auth: { user, pass } }`. */
export interface MailServer {
    host?: string;
    [option: string]: any;
}

/** A link by mail. */
export interface EmailProvider extends CommonProvider {
    type: 'email';
    /** Sender: `Name <address>` or an address. Default: `AUTH_<ID>_FROM`. */
    from?: string;
    /** SMTP URL or nodemailer's options. */
    server?: string | MailServer;
    /** Key of the service's HTTP API. Default: `AUTH_<ID>_KEY`. */
    apiKey?: string;
    /** Origin of that API, where it is another than usual: `https://api.eu.mailgun.net`. */
    baseUrl?: string;
    /** Lets `baseUrl` be `http:`, for a service on this machine. Default false. */
    dangerouslyAllowInsecureRequests?: boolean;
    /** What the mail says. Default: ours, in the language of the visitor's browser if we have it, else in English. */
    text?: MailTextOption;
    /** Options that it cannot send without: a configuration that lacks one is refused. */
    requires?: readonly string[];
    /** Seconds a link is good for. Default 86 400 (one day). */
    maxAge?: number;
    sendVerificationRequest(request: VerificationRequest): Awaitable<void>;
    /** Default: 256 random bits. */
    generateVerificationToken?(): Awaitable<string>;
    /** Canonical form of what the visitor typed; throw to refuse. Runs after the library's own checks. */
    normalizeIdentifier?(identifier: string): string;
    options?: EmailOptions;
}

/** What a developer may say to an e-mail provider of ours, each member over ours. */
export type EmailOptions = Optional<Omit<EmailProvider, 'type' | 'options' | 'requires'>>;

// providers/contract/endpoint

/** Where to ask, and what to send along. A bare string is `{ url }`. */
export interface Endpoint {
    /** May begin with `{issuer}`: what the application passes or the environment has (`AUTH_<ID>_ISSUER`) goes there. */
    url?: string;
    params?: Record<string, string | undefined>;
}

/** Where the visitor goes. */
export interface AuthorizationEndpoint extends Endpoint {
    /** The service's own words for standard parameters: `{ client_id: 'client_key' }`. */
    names?: Record<string, string>;
}

/** More headers, or what makes them for services that want the client's id or secret in one. */
export type RequestHeaders = Record<string, string> | ((client: {
    readonly clientId: string;
    readonly clientSecret: string | undefined;
}) => Record<string, string>);

/** Where a code becomes a token. What differs from RFC 6749 §4.1.3 has a name here. */
export interface TokenEndpoint extends Endpoint {
    params?: Record<string, string>;
    /** The service's own words for standard fields. */
    names?: Record<string, string>;
    /** Default `POST` with a form. `json` sends the fields as a JSON object, `query` in the address of a GET. */
    body?: 'form' | 'json' | 'query';
    headers?: RequestHeaders;
    /** Parameters of the authorization response that the service wants back with the code: `['device_id']`. */
    fromAnswer?: readonly string[];
    /** Members that the answer leaves out though RFC 6749 §5.1 requires them: `{ token_type: 'bearer' }`. */
    defaults?: Record<string, string>;
    /** Makes the service's answer the one of RFC 6749 §5.1, when it is not. */
    conform?(response: Response): Awaitable<Response | undefined>;
    /** Signs the assertion of `private_key_jwt` (RFC 7523). */
    clientPrivateKey?: CryptoKey | {
        key: CryptoKey;
        kid?: string;
    } | JsonWebKey;
}

/** Where a plain OAuth 2 service tells who someone is: a GET with the token as RFC 6750 §2.1 has it. What differs has a name here. */
export interface ProfileEndpoint extends Endpoint {
    /** Default `GET`, and `POST` when there is `json`. */
    method?: 'GET' | 'POST';
    /** Sent as the body, a GraphQL query for example. */
    json?: Record<string, unknown>;
    headers?: RequestHeaders;
    /** The word before the token in `Authorization`. Default `Bearer`; an empty text sends the token alone. */
    scheme?: string;
    /** The query parameter that carries the token instead (RFC 6750 §2.3), for services that take it no other way. */
    tokenParam?: string;
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

// providers/contract/mail-names

export interface EmailConfig extends EmailProvider {
}

export interface EmailUserConfig extends EmailOptions {
}

export interface SendVerificationRequestParams extends VerificationRequest {
}

export type EmailProviderSendVerificationRequestParams = SendVerificationRequestParams;

export type SendVerificationRequest = EmailProvider['sendVerificationRequest'];

export type EmailProviderType = 'email';

// providers/contract/mail-text

/** Every sentence of the mail with the link, in one language. */
export interface MailText {
    /** Language tag (BCP 47): `de`. */
    readonly lang: string;
    /** The way the language is written. */
    readonly dir: 'ltr' | 'rtl';
    /** Subject and heading. `{site}` is the host: `app.example`. */
    readonly signInTo: string;
    /** On the button. */
    readonly signIn: string;
    /** Before the address, for those who cannot press the button. */
    readonly copyAddress: string;
    /** `{until}` is when the link ends: `2026-11-24 12:00 UTC`. */
    readonly worksOnce: string;
    readonly notYou: string;
}

/**
 * Sentences of your own over ours, in the language that `lang` names (default `en`); or a function that gets the languages the visitor's
 * browser prefers, best first and in lower case, and returns such sentences.
 */
export type MailTextOption = Partial<MailText> | ((preferred: readonly string[]) => Partial<MailText>);

// providers/contract/named

/** How a provider's button looks on the built-in page. */
export interface ProviderStyle {
    /** Path or http(s) URL of a logo. */
    logo?: string;
    /** Background of the button, a CSS colour. */
    brandColor?: string;
    text?: string;
    /** v4's names; `bg` is `brandColor`. */
    bg?: string;
    bgDark?: string;
    logoDark?: string;
    textDark?: string;
}

/** What every provider has. */
export interface CommonProvider {
    /** Part of URLs: letters, digits, `-`, `_`, `.`. */
    id: string;
    /** For people. */
    name: string;
    style?: ProviderStyle;
}

// providers/contract/names

/** A service by OAuth 2 or OpenID Connect. `P` is what it says of somebody. */
export interface OAuthConfig<P = Profile> extends OAuthProvider<P> {
}

export interface OAuth2Config<P = Profile> extends OAuthProvider<P> {
    type: 'oauth';
}

export interface OIDCConfig<P = Profile> extends OAuthProvider<P> {
    type: 'oidc';
}

export type OIDCConfigInternal<P = Profile> = OIDCConfig<P>;

/** What an application says to such a provider. */
export interface OAuthUserConfig<P = Profile> extends OAuthOptions<P> {
}

export interface OIDCUserConfig<P = Profile> extends OAuthOptions<P> {
}

export type ProfileCallback<P = Profile> = NonNullable<OAuthProvider<P>['profile']>;

export type AccountCallback = NonNullable<OAuthProvider['account']>;

export type OAuthEndpointType = 'authorization' | 'token' | 'userinfo';

/** What v4 and v5 hand to a token request of the application's own. */
export type OAuthChecks = {
    code_verifier?: string;
    state?: string;
    nonce?: string;
};

export interface EndpointHandler<P = Record<string, unknown>, C = unknown, R = unknown> {
    url?: string;
    params?: P;
    request?(context: C): Awaitable<R>;
}

/** `C` are the form's fields by name. */
export interface CredentialsConfig<C extends Record<string, CredentialInput> = Record<string, CredentialInput>> extends CredentialsProvider<C> {
}

export type CredentialsProviderType = 'credentials';

export interface CommonProviderOptions extends CommonProvider {
    type: ProviderType;
}

/** A provider as the page with the ways to sign in knows it. */
export interface AppProvider extends CommonProviderOptions {
    signinUrl: string;
    callbackUrl: string;
}

export type AppProviders = ProviderEntry[];

type Maker<T> = (options: any) => T;

export type BuiltInProviders = Record<OAuthProviderId, Maker<OAuthProvider<any>>> & Record<CredentialsProviderId, Maker<CredentialsProvider>> & Record<EmailProviderId, Maker<EmailProvider>>;

// providers/contract/oauth

export type Check = 'pkce' | 'state' | 'nonce' | 'none';

export type ClientAuthentication = 'client_secret_basic' | 'client_secret_post' | 'client_secret_jwt' | 'private_key_jwt' | 'none';

/** A service that speaks OAuth 2 (RFC 6749) or OpenID Connect. */
export interface OAuthProvider<P = Profile> extends CommonProvider, EarlierOAuthKeys {
    type: 'oauth' | 'oidc';
    clientId?: string;
    /** A string, or a function that makes one when it is needed (Apple signs one). */
    clientSecret?: string | ((clientId: string) => Awaitable<string>);
    /** Where an OpenID Provider describes itself (`<issuer>/.well-known/openid-configuration`). Required for `oidc`. */
    issuer?: string;
    /** Another place to read that description from. */
    wellKnown?: string;
    authorization?: string | AuthorizationEndpoint;
    token?: string | TokenEndpoint;
    /** Where the profile comes from. `request` when the service's answer needs more than one GET with a bearer token. */
    userinfo?: string | (ProfileEndpoint & {
        request?: UserinfoRequest<any>;
    });
    jwks_endpoint?: string;
    /** Separated by spaces. Default for `oidc`: `openid profile email`. */
    scope?: string;
    /** Default: `pkce` and `state`, for `oidc` also `nonce`. `none` and lists without `state` need `dangerouslySkipChecks`. */
    checks?: readonly Check[];
    /** Lets `checks` leave something out that protects visitors. */
    dangerouslySkipChecks?: boolean;
    /**
     * What the service itself cannot do: `nonce` where its ID tokens repeat none, so that PKCE stands in (RFC 9700 §2.1.1); `pkce` where it turns
     * requests with a challenge away. `state` is always checked.
     */
    lacks?: readonly ('nonce' | 'pkce')[];
    /** Sends the PKCE verifier itself as the challenge, to a service that refuses `S256`. It then proves nothing against who reads the request. */
    dangerouslyPlainChallenge?: boolean;
    client?: {
        token_endpoint_auth_method?: ClientAuthentication;
        /** The algorithm ID tokens are registered to be signed with. Default: what the service's description lists, else RS256. `HS256` only by naming it. */
        id_token_signed_response_alg?: string;
        /** Refuses userinfo answers that are not signed with it. */
        userinfo_signed_response_alg?: string;
        [metadata: string]: unknown;
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
    /** Milliseconds that the calls of one step may take together: the description, the tokens, the keys, the profile. Default 10 000. */
    timeout?: number;
    /** Used for calls to this service instead of the configuration's `fetch`. */
    fetch?: typeof globalThis.fetch;
    /** v5’s name of `fetch`. */
    [customFetch]?: typeof globalThis.fetch;
    /** Sends the authorization request by the back channel first (RFC 9126). Default: where the service's description demands it. */
    pushedAuthorization?: boolean;
    /** Asks for tokens that only the holder of a key can use (RFC 9449): an ES256 key pair, or `true` for one made at start. Default false. */
    dpop?: boolean | CryptoKeyPair;
    /** Instead of the configuration's, for this service. */
    redirectProxyUrl?: string;
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

// providers/contract/oauth1

export type OAuth1SignatureMethod = 'HMAC-SHA1' | 'HMAC-SHA256' | 'RSA-SHA1' | 'PLAINTEXT';

/** An endpoint that hands out credentials. `params` are signed and sent: in the query by GET, in the body by POST. */
export interface OAuth1Endpoint extends Endpoint {
    /** Default `POST` (RFC 5849 §2.1, §2.3). */
    method?: 'GET' | 'POST';
}

/** What the endpoint for access tokens answered; every value is a text. */
export interface OAuth1TokenSet extends TokenSet {
    oauth_token: string;
    oauth_token_secret: string;
}

/**
 * A service that speaks OAuth 1.0A (RFC 5849). It proves less than OpenID Connect: nothing says whom an answer is for or who gave it. Take
 * OAuth 2 where the service has it.
 */
export interface OAuth1Provider<P = Profile> extends CommonProvider, EarlierOAuth1Keys {
    type: 'oauth1';
    /** The consumer key. */
    clientId?: string;
    /** The consumer secret. */
    clientSecret?: string;
    /** Where a sign-in begins: gives temporary credentials. */
    requestToken?: string | OAuth1Endpoint;
    /** Where the visitor goes. */
    authorization?: string | Endpoint;
    /** Where temporary credentials become lasting ones. */
    accessToken?: string | OAuth1Endpoint;
    /** Where the profile comes from. `request` when the service's answer needs more than one signed GET. */
    userinfo?: string | (Endpoint & {
        request?: OAuth1UserinfoRequest<P>;
    });
    /** Default `HMAC-SHA1`. `PLAINTEXT` goes to `https:` only. */
    signatureMethod?: OAuth1SignatureMethod;
    /** For `RSA-SHA1`: the text of a PKCS #8 file in PEM, `\n` may stand for its line ends, or a key. Default: `clientSecret`. */
    privateKey?: string | CryptoKey;
    /** Of the `Authorization` header, where the service wants one. */
    realm?: string;
    /** Parameters of the authorization URL that a page may choose, beside hints like `lang`. */
    callerParams?: readonly string[];
    /** The application's user from the service's profile. `id` must be a string that is unique at that service. */
    profile?(profile: P, tokens: OAuth1TokenSet): Awaitable<User & {
        emailVerified?: boolean;
    }>;
    /** What to keep of the tokens. Default: `oauth_token` and `oauth_token_secret`. */
    account?(tokens: OAuth1TokenSet): Partial<Account> | undefined;
    /** Ties an identity to an existing user with the same e-mail address. Only for services that prove addresses. Default false. */
    allowDangerousEmailAccountLinking?: boolean;
    /** Milliseconds that the calls of one step may take together. Default 10 000. */
    timeout?: number;
    /** Used for calls to this service instead of the configuration's `fetch`. */
    fetch?: typeof globalThis.fetch;
    /** Lets endpoints be `http:`, for a provider on this machine. Default false. */
    dangerouslyAllowInsecureRequests?: boolean;
    /**
     * Takes a service that speaks OAuth 1.0 without the A: it confirms no callback and brings no verifier. Whoever begins a sign-in can then send
     * its link to somebody else, wait until they agree, and be signed in as them (OAuth Security Advisory 2009.1, session fixation). The cookie
     * of the attempt does not help: it is the attacker's own. A service that does confirm is still held to its verifier. Default false.
     */
    dangerouslyAllowMissingVerifier?: boolean;
    /** What the application wrote, merged over everything above at start. */
    options?: OAuth1Options<P>;
}

/** What a developer may say to a provider of ours: everything, each member over ours, objects member by member. */
export type OAuth1Options<P = Profile> = Optional<Omit<OAuth1Provider<P>, 'type' | 'options'>>;

export type OAuth1UserinfoRequest<P> = (context: {
    tokens: OAuth1TokenSet;
    provider: OAuth1Provider<P>;
    /** `fetch` that signs with these tokens, with the library's time and size limits. */
    fetch: typeof globalThis.fetch;
}) => Awaitable<P>;

// providers/contract/unsupported

/** v5's `Passkey` and `WebAuthn`, which it calls experimental. Refused at start, so that nobody waits for a button that never comes. */
export default function Unsupported(..._options: readonly unknown[]): never;

// providers/credentials

export interface CredentialsOptions<F extends Record<string, CredentialInput>> extends Partial<Omit<CredentialsProvider<F>, 'type' | 'options' | 'authorize' | 'credentials'>>, Pick<CredentialsProvider<F>, 'authorize'> {
    /** The form's fields by name; `authorize` gets these and no others. */
    credentials?: F;
}

/**
 * Whatever the application checks itself: a password, a directory, another service.
 *
 * `authorize` returns the user, with an `id` that is a string, or `null`. To tell the visitor more than "wrong", throw a
 * `CredentialsSignin` with a `code`. Any other `AuthError` is shown by its type, as `ProviderUnavailable` when what you ask is away.
 * What it throws otherwise is logged and reads "wrong" too.
 */
export default function Credentials<F extends Record<string, CredentialInput>>(options: CredentialsOptions<F>): CredentialsProvider<F>;

// providers/descope

/** The claims of Descope's ID tokens, custom attributes among them. */
export interface DescopeProfile extends Profile {
    sub: string;
    picture?: string;
    phone_number?: string;
    phone_number_verified?: boolean;
}

export interface DescopeOptions extends OAuthOptions<DescopeProfile> {
    /** Default `https://api.descope.com/<project id>`, where `clientId` is given here: it is the project id. */
    issuer?: string | undefined;
}

/** Descope. */
export default function Descope(options?: DescopeOptions): OAuthProvider<DescopeProfile>;

// providers/discogs

/** `GET /oauth/identity`. */
export interface DiscogsProfile extends Omit<Profile, 'id'> {
    id: number;
    username: string;
    resource_url: string;
    consumer_name: string;
}

/** Discogs. */
export default function Discogs(options?: OAuth1Options<DiscogsProfile>): OAuth1Provider<DiscogsProfile>;

// providers/discord

/** `GET /users/@me`. */
export interface DiscordProfile extends Omit<Profile, 'id'> {
    /** A snowflake. */
    id: string;
    /** Unique, and changeable. */
    username: string;
    global_name?: string | null;
    avatar: string | null;
    /** With the scope `email`. */
    email?: string | null;
    /** Whether `email` is verified. */
    verified?: boolean;
}

/** Discord. */
export default function Discord<P extends DiscordProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/dribbble

/** `GET /v2/user`. */
export interface DribbbleProfile extends Omit<Profile, 'id'> {
    id: number;
    login: string;
    name: string;
    avatar_url?: string | null;
    /** Not in Dribbble's reference. */
    email?: string | null;
}

/** Dribbble. */
export default function Dribbble<P extends DribbbleProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/dropbox

/** `POST /2/users/get_current_account`. */
export interface DropboxProfile extends Omit<Profile, 'name'> {
    /** `dbid:` and 35 characters. */
    account_id: string;
    name: {
        display_name: string;
        given_name: string;
        surname: string;
        familiar_name: string;
        abbreviated_name: string;
    };
    email: string;
    email_verified: boolean;
    profile_photo_url?: string;
}

/** Dropbox. */
export default function Dropbox(options?: OAuthOptions<DropboxProfile>): OAuthProvider<DropboxProfile>;

// providers/duende-identity-server6

/** The claims of ID token and userinfo. */
export interface DuendeIdentityServer6Profile extends Profile {
    sub: string;
    given_name?: string;
    family_name?: string;
}

/** v5's name for it. */
export type DuendeISUser = DuendeIdentityServer6Profile;

/** Duende IdentityServer, by its `issuer`. */
export default function DuendeIdentityServer6<P extends DuendeIdentityServer6Profile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/email

/**
 * A link by mail, sent over SMTP by `nodemailer`, or by any service with a `sendVerificationRequest` of your own.
 *
 * `server` is an SMTP URL (`smtps://user:password@smtp.example.com`) or nodemailer's options; `from` the sender.
 */
export default function Email(options?: EmailOptions): EmailProvider;

// providers/epic-games

/** `GET /epic/oauth/v2/userInfo`. */
export interface EpicGamesProfile extends Profile {
    /** The Epic account id. */
    sub: string;
    /** The display name, which can be changed. */
    preferred_username?: string;
}

/** Epic Games (Epic Account Services). */
export default function EpicGames(options?: OAuthOptions<EpicGamesProfile>): OAuthProvider<EpicGamesProfile>;

// providers/etsy

/** `GET /v3/application/users/{user_id}`. */
export interface EtsyProfile extends Profile {
    user_id: number;
    primary_email: string | null;
    first_name: string | null;
    last_name: string | null;
    image_url_75x75: string | null;
}

/** Etsy. The secret is the shared secret, which the API asks for beside the token. */
export default function Etsy(options?: OAuthOptions<EtsyProfile>): OAuthProvider<EtsyProfile>;

// providers/eventbrite

/** `GET /v3/users/me/`. */
export interface EventbriteProfile extends Profile {
    id: string;
    name: string;
    first_name: string;
    last_name: string;
    emails: {
        email: string;
        verified: boolean;
        primary: boolean;
    }[];
    /** Of the picture; not its address. */
    image_id?: string | null;
}

/** Eventbrite. */
export default function Eventbrite<P extends EventbriteProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/eveonline

/** The claims of EVE's access tokens, and what EVE called them before it had such tokens. */
export interface EVEOnlineProfile extends Profile {
    /** `CHARACTER:EVE:` and the id of the character. */
    sub: string;
    name: string;
    /** Changes when the character is transferred to another account. */
    owner: string;
    CharacterID: number;
    CharacterName: string;
    CharacterOwnerHash: string;
}

/** EVE Online: a character signs in, not an account. */
export default function EVEOnline<P extends EVEOnlineProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/facebook

/** `GET /me`. */
export interface FacebookProfile extends Omit<Profile, 'picture'> {
    /** The person, for this application alone. */
    id: string;
    name: string;
    /** Absent where somebody signed up by telephone or refused it. */
    email?: string;
    picture?: {
        data: {
            url: string;
            is_silhouette?: boolean;
            height?: number;
            width?: number;
        };
    };
}

/** Facebook. */
export default function Facebook<P extends FacebookProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/faceit

/** The answer of FACEIT's userinfo endpoint. */
export interface FACEITProfile extends Profile {
    guid: string;
    nickname: string;
    email?: string;
    picture?: string;
}

/** FACEIT (FACEIT Connect). */
export default function FACEIT(options?: OAuthOptions<FACEITProfile>): OAuthProvider<FACEITProfile>;

// providers/figma

/** `GET /v1/me`. */
export interface FigmaProfile extends Profile {
    id: string;
    handle: string;
    email: string;
    img_url: string;
}

/** Figma. */
export default function Figma(options?: OAuthOptions<FigmaProfile>): OAuthProvider<FigmaProfile>;

// providers/flickr

/** `flickr.test.login`. */
export interface FlickrProfile extends Profile {
    /** `id` is the NSID: `12037949754@N01`. */
    user: {
        id: string;
        username: {
            _content: string;
        };
    };
}

/** Flickr. */
export default function Flickr(options?: OAuth1Options<FlickrProfile>): OAuth1Provider<FlickrProfile>;

// providers/forgejo

/** The claims of Forgejo's ID tokens. */
export interface ForgejoProfile extends GiteaProfile {
}

/** A Forgejo server (Codeberg is one), by `issuer`. It signs people in as Gitea does, which it came from. */
export default function Forgejo(options?: OAuthOptions<ForgejoProfile>): OAuthProvider<ForgejoProfile>;

// providers/forwardemail

export type ForwardEmailOptions = EmailOptions;

/** A link by mail, sent by Forward Email. */
export default function ForwardEmail(options?: ForwardEmailOptions): EmailProvider;

// providers/foursquare

/** `GET /v2/users/self`. */
export interface FoursquareProfile extends Profile {
    response: {
        user: {
            id: string;
            firstName?: string;
            lastName?: string;
            contact?: {
                email?: string;
                phone?: string;
            };
            photo?: {
                prefix: string;
                suffix: string;
                default?: boolean;
            };
        };
    };
}

export interface FoursquareOptions extends OAuthOptions<FoursquareProfile> {
    /** The day whose form of answers is asked for, as `YYYYMMDD`. Default `20230131`. */
    apiVersion?: string;
}

/** Foursquare (version 2 of its API). */
export default function Foursquare({ apiVersion, ...options }?: FoursquareOptions): OAuthProvider<FoursquareProfile>;

// providers/freshbooks

/** `GET /auth/api/v1/users/me`. */
export interface FreshbooksProfile extends Profile {
    response: {
        id: number;
        first_name?: string | null;
        last_name?: string | null;
        email: string;
    };
}

/** FreshBooks. */
export default function Freshbooks(options?: OAuthOptions<FreshbooksProfile>): OAuthProvider<FreshbooksProfile>;

// providers/frontegg

/** The claims of Frontegg's ID tokens. */
export interface FronteggProfile extends Profile {
    sub: string;
    profilePictureUrl?: string;
    tenantId?: string;
    roles?: string[];
}

/** Frontegg, by its `issuer`: `https://app-example.frontegg.com`. */
export default function Frontegg(options?: OAuthOptions<FronteggProfile>): OAuthProvider<FronteggProfile>;

// providers/fusionauth

/** The claims of ID token and userinfo. */
export interface FusionAuthProfile extends Profile {
    sub: string;
    preferred_username?: string;
    given_name?: string;
    middle_name?: string;
    family_name?: string;
    picture?: string;
}

export interface FusionAuthOptions<P = FusionAuthProfile> extends OAuthOptions<P> {
    /** The tenant, where the server has several. */
    tenantId?: string;
    /** The host, as version 3 has it: `auth.company.example` is the issuer `https://auth.company.example`. */
    domain?: string;
}

/** FusionAuth, by its `issuer`. */
export default function FusionAuth<P extends FusionAuthProfile>({ tenantId, domain, ...options }?: FusionAuthOptions<P>): OAuthProvider<P>;

// providers/gitea

/** The claims of Gitea's ID tokens. */
export interface GiteaProfile extends Profile {
    /** The number of the user on this server. */
    sub: string;
    /** The full name, or the user name. */
    name: string;
    preferred_username: string;
    /** The page of the user. */
    profile: string;
    picture: string;
    email: string;
    /** Whether the account is active. */
    email_verified: boolean;
}

/** A Gitea server, by `issuer`. */
export default function Gitea(options?: OAuthOptions<GiteaProfile>): OAuthProvider<GiteaProfile>;

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

/** One of `GET /user/emails`. */
export interface GitHubEmail {
    email: string;
    primary: boolean;
    verified: boolean;
    visibility: 'public' | 'private' | null;
}

export interface GitHubOptions<P = GitHubProfile> extends OAuthOptions<P> {
    /** A GitHub Enterprise Server. */
    enterprise?: {
        baseUrl?: string;
    };
}

/** GitHub, and GitHub Enterprise Server by `enterprise.baseUrl`. */
export default function GitHub<P extends GitHubProfile>({ enterprise, ...options }?: GitHubOptions<P>): OAuthProvider<P>;

// providers/gitlab

/** `GET /api/v4/user`. */
export interface GitLabProfile extends Omit<Profile, 'id'> {
    id: number;
    username: string;
    name: string;
    /** The primary address. */
    email: string;
    avatar_url: string | null;
    web_url: string;
}

export interface GitLabOptions<P = GitLabProfile> extends OAuthOptions<P> {
    /** Where your GitLab is. Default `https://gitlab.com`. */
    baseUrl?: URL | string;
}

/** GitLab, and your own by `baseUrl`. */
export default function GitLab<P extends GitLabProfile>({ baseUrl, ...options }?: GitLabOptions<P>): OAuthProvider<P>;

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
export default function Google<P extends GoogleProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/hubspot

/** What HubSpot says of an access token. */
export interface HubSpotProfile extends Profile {
    user_id: number;
    /** The e-mail address of the user. */
    user?: string;
    /** The account (the "portal") that the user chose. */
    hub_id: number;
    hub_domain?: string;
}

/** HubSpot. */
export default function HubSpot<P extends HubSpotProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/huggingface

/** The claims of ID token and userinfo. */
export interface HuggingfaceProfile extends Profile {
    sub: string;
    preferred_username?: string;
    /** Address of the profile page. */
    profile?: string;
    picture?: string;
    website?: string;
    isPro?: boolean;
    orgs?: {
        sub: string;
        name: string;
        preferred_username: string;
        picture: string;
        roleInOrg?: string;
    }[];
}

/** Hugging Face. */
export default function Huggingface(options?: OAuthOptions<HuggingfaceProfile>): OAuthProvider<HuggingfaceProfile>;

// providers/identity-server4

/** The claims of ID token and userinfo. */
export interface IdentityServer4Profile extends Profile {
    sub: string;
    given_name?: string;
    family_name?: string;
}

export interface IdentityServer4Options extends OAuthOptions<IdentityServer4Profile> {
    /** The host, as version 3 has it: `id.company.example` is the issuer `https://id.company.example`. */
    domain?: string;
}

/**
 * IdentityServer4, by its `issuer`.
 *
 * @deprecated It has had no security fixes since December 2022. Its successor is Duende IdentityServer: `duende-identity-server6`.
 */
export default function IdentityServer4({ domain, ...options }?: IdentityServer4Options): OAuthProvider<IdentityServer4Profile>;

// providers/instagram

/** `GET /me`. */
export interface InstagramProfile extends Profile {
    /** The person, for this application alone. */
    id: string;
    /** The id of the professional account, the same for every application. */
    user_id?: string;
    username: string;
    name?: string;
    account_type?: string;
    profile_picture_url?: string;
}

/** Instagram, for professional accounts (Business Login). Others have no sign-in any more. */
export default function Instagram(options?: OAuthOptions<InstagramProfile>): OAuthProvider<InstagramProfile>;

// providers/intuit

/** The claims of Intuit's ID tokens, and the answer of `/v1/openid_connect/userinfo`. */
export interface IntuitProfile extends Profile {
    sub: string;
    email?: string;
    emailVerified?: boolean;
    givenName?: string;
    familyName?: string;
    phoneNumber?: string;
    /** The QuickBooks company, when one was chosen. */
    realmid?: string;
}

export interface IntuitOptions extends OAuthOptions<IntuitProfile> {
    /** `sandbox` with the development keys of an application. Default `production`. */
    environment?: 'production' | 'sandbox';
}

/** Intuit (QuickBooks). */
export default function Intuit({ environment, ...options }?: IntuitOptions): OAuthProvider<IntuitProfile>;

// providers/kakao

/** `GET /v2/user/me`. What somebody did not agree to tell is absent. */
export interface KakaoProfile extends Omit<Profile, 'id'> {
    id: number;
    connected_at?: string;
    kakao_account?: {
        profile?: {
            nickname?: string;
            thumbnail_image_url?: string;
            profile_image_url?: string;
            is_default_image?: boolean;
        };
        name?: string;
        email?: string;
        /** `false` when the address has become another account's. */
        is_email_valid?: boolean;
        is_email_verified?: boolean;
    };
}

/** Kakao. */
export default function Kakao<P extends KakaoProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/keycloak

/** The claims of Keycloak's ID tokens. */
export interface KeycloakProfile extends Profile {
    sub: string;
    preferred_username?: string;
    given_name?: string;
    family_name?: string;
    picture?: string;
    /** Of the session at Keycloak. */
    sid?: string;
}

/** Keycloak, by the `issuer` of a realm: `https://login.company.example/realms/company`. */
export default function Keycloak<P extends KeycloakProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/kick

/** `GET /public/v1/users`. */
export interface KickProfile extends Profile {
    /** The user of the token: a list of one, as no ids are asked for. */
    data: readonly [
        {
            user_id: number;
            name: string;
            email?: string;
            profile_picture?: string;
        }
    ];
    message: string;
}

/** Kick. */
export default function Kick(options?: OAuthOptions<KickProfile>): OAuthProvider<KickProfile>;

// providers/kinde

/** The claims of ID token and userinfo. */
export interface KindeProfile extends Profile {
    sub: string;
    given_name?: string;
    family_name?: string;
    picture?: string;
    /** The organisations of the user. */
    org_codes?: string[];
}

/** Kinde, by its `issuer`: `https://example.kinde.com`, or the custom domain. */
export default function Kinde(options?: OAuthOptions<KindeProfile>): OAuthProvider<KindeProfile>;

// providers/ldap

export type LDAPFields = Readonly<Record<'username' | 'password', CredentialInput>>;

/**
 * Name and password, proven by a directory: a sign-in is good when the directory takes a bind of the person's own entry with the
 * password that was typed. The user's id is what the directory calls the entry for good (`entryUUID`, `objectGUID`).
 *
 * Asks by `ldapts`. Options that cannot work are refused at start (`InvalidOption`). A directory that does not answer is a
 * `ProviderUnavailable`, one that does not let the application itself in a `Configuration`; who lacks the group is `AccessDenied`.
 */
export default function LDAP(options: Optional<LDAPOptions>): CredentialsProvider<LDAPFields>;

// providers/ldap/options

/** Node's options of the same names. Certificates are always verified. */
export interface LDAPTls {
    /** PEM of the authorities that count instead of Node's. */
    ca?: string | readonly string[];
    /** The name that the certificate has to be for. Default: the host of `url`. */
    servername?: string;
    /** PEM of a certificate of our own, where the directory asks for one, with its key. */
    cert?: string;
    key?: string;
    passphrase?: string;
}

/** Finds the person's entry; a bind as that entry proves the password. */
export interface LDAPSearch {
    /** DN of the branch that holds the people. */
    base: string;
    /** RFC 4515; `{username}` is what was typed, escaped. Exactly one entry has to match. Default `(uid={username})`. */
    filter?: string;
    /** `sub` is the whole branch, `one` what is directly in it. Default `sub`. */
    scope?: 'sub' | 'one';
    /**
     * Who searches: a DN or, in Active Directory, `name@example.org` or `EXAMPLE\name`. With `{username}` in it the person does, by
     * their own password. Default: the variable `AUTH_LDAP_BIND_DN`, else nobody (an anonymous search).
     */
    bindDn?: string | undefined;
    /** Default: the variable `AUTH_LDAP_BIND_PASSWORD`; for another `id` that stands in the place of `LDAP`. */
    bindPassword?: string | undefined;
}

/** Which attributes say what: a name, or several of which the first that the entry has counts. */
export interface LDAPAttributes {
    /** What never changes and is never given to somebody else. Default `entryUUID`, `objectGUID`. */
    id?: string | readonly string[];
    /** Default `displayName`, `cn`. */
    name?: string | readonly string[];
    /** Default `mail`. The first value; it counts as unproven. */
    email?: string | readonly string[];
    /** URL of a picture. Default: none. */
    image?: string | readonly string[];
}

/** Groups that are entries of their own. */
export interface LDAPGroups {
    /** DN of the branch that holds the groups. */
    base: string;
    /**
     * RFC 4515; `{dn}` is the person's DN, `{uid}` the first value of their attribute `uid`, and so on, escaped. Default `(member={dn})`.
     * Groups within groups, in Active Directory: `(member:1.2.840.113556.1.4.1941:={dn})`.
     */
    filter?: string;
    /** What a group is called by: an attribute, or `dn`. Default `cn`. */
    attribute?: string;
}

/** What was read of a person. */
export interface LDAPEntry {
    readonly dn: string;
    /** By the names that were asked for; no value is an empty list. `objectGUID` is a GUID as text, other octets are base64. */
    readonly attributes: Readonly<Record<string, readonly string[]>>;
}

/** Either `userDn` or `search` says how a person is found. */
export interface LDAPOptions {
    /** Part of the callback URL and of the names of variables. Default `ldap`. */
    id?: string;
    /** For people. Default `LDAP`. */
    name?: string;
    style?: ProviderStyle;
    /** `ldaps://host:636`, or with `startTLS` `ldap://host:389`. Default: the variable `AUTH_LDAP_URL`. */
    url?: string;
    /** Encrypts a connection that begins without (RFC 4511 §4.14). Default false. */
    startTLS?: boolean;
    tls?: LDAPTls;
    /** Lets passwords travel unencrypted, to a directory on this machine. Default false. */
    dangerouslyAllowInsecureRequests?: boolean;
    /** DN of a person, `{username}` for what was typed, escaped: `uid={username},ou=people,dc=example,dc=org`. */
    userDn?: string;
    search?: LDAPSearch;
    attributes?: LDAPAttributes;
    /** Attributes to read besides, for `profile`. */
    read?: readonly string[];
    /** `memberOf`: the attribute of that name, a list of DNs. Default: no groups are asked for. */
    groups?: 'memberOf' | LDAPGroups;
    /** One of these groups a person has to be in, as `groups` calls them, upper and lower case alike. Default: none. */
    requireGroup?: string | readonly string[];
    /** What the user has besides, or instead of the attributes' values; the id stays. */
    profile?(entry: LDAPEntry, groups: readonly string[]): Awaitable<Omit<User, 'id'>>;
    /** Milliseconds until the connection has to stand, TLS included. Default 5000. */
    connectTimeout?: number;
    /** Milliseconds for each answer of the directory. Default 5000. */
    timeout?: number;
}

// providers/lichess

/** `GET /api/account`, with the address of `GET /api/account/email`. */
export interface LichessProfile extends Omit<Profile, 'id'> {
    /** The user name in small letters. Lichess gives it to nobody else, even when the account is closed. */
    id: string;
    username: string;
    email?: string;
}

/** Lichess. Nothing is registered there: the client id is any name, and there is no secret. */
export default function Lichess(options?: OAuthOptions<LichessProfile>): OAuthProvider<LichessProfile>;

// providers/line

/** The claims of LINE's ID tokens. */
export interface LineProfile extends Profile {
    /** The person, for the channels of one provider in LINE's console. */
    sub: string;
    picture?: string;
    amr?: string[];
}

/** LINE (LINE Login 2.1). */
export default function LINE<P extends LineProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/linear

/** The answer to the GraphQL query `viewer`. */
export interface LinearProfile extends Profile {
    data: {
        viewer: {
            /** The person, in this workspace alone. */
            id: string;
            name: string;
            email: string;
            avatarUrl: string | null;
        };
    };
}

/** Linear. */
export default function Linear(options?: OAuthOptions<LinearProfile>): OAuthProvider<LinearProfile>;

// providers/linkedin

/** The claims of LinkedIn's ID tokens. */
export interface LinkedInProfile extends Omit<Profile, 'email_verified'> {
    sub: string;
    name: string;
    given_name: string;
    family_name: string;
    picture?: string;
    locale?: string | {
        country: string;
        language: string;
    };
    /** The primary address; members can do without. */
    email?: string;
    /** A text in ID tokens, a boolean at the userinfo endpoint. */
    email_verified?: boolean | 'true' | 'false';
}

/** LinkedIn (Sign In with LinkedIn using OpenID Connect). */
export default function LinkedIn<P extends LinkedInProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/logto

/** The claims of Logto's ID tokens. */
export interface LogtoProfile extends Profile {
    sub: string;
    name?: string | null;
    username?: string | null;
    picture?: string | null;
    email?: string | null;
    email_verified?: boolean;
    phone_number?: string | null;
    phone_number_verified?: boolean;
    /** With the scope `urn:logto:scope:organizations`. */
    organizations?: string[];
    /** With the scope `urn:logto:scope:organization_roles`: `<organization id>:<role>`. */
    organization_roles?: string[];
}

/** Logto, in its cloud or on a server of your own; `issuer` is the endpoint with `/oidc`. */
export default function Logto(options?: OAuthOptions<LogtoProfile>): OAuthProvider<LogtoProfile>;

// providers/loops

export interface LoopsOptions extends EmailOptions {
    /** Id of the transactional e-mail at Loops; its template has the variable `url`. */
    transactionalId: string | undefined;
}

/** A link by mail, sent by Loops: what the mail says, and who it is from, is in its template there. */
export default function Loops(options: LoopsOptions): EmailProvider;

// providers/mailchimp

/** `GET /oauth2/metadata`. */
export interface MailchimpProfile extends Profile {
    /** The data center, which is part of the API's address: `us6`. */
    dc: string;
    role: string;
    /** The name of the account, which several logins may share. */
    accountname: string;
    user_id: number;
    login: {
        login_id: number;
        login_name: string;
        login_email?: string;
        email: string;
        avatar: string | null;
    };
    login_url: string;
    api_endpoint: string;
}

/** Mailchimp. */
export default function Mailchimp(options?: OAuthOptions<MailchimpProfile>): OAuthProvider<MailchimpProfile>;

// providers/mailgun

export interface MailgunOptions extends EmailOptions {
    /** The sending domain at Mailgun. Default: the domain of `from`. */
    domain?: string | undefined;
}

/** A link by mail, sent by Mailgun. Its European region is `baseUrl: 'https://api.eu.mailgun.net'`. */
export default function Mailgun({ domain, ...options }?: MailgunOptions): EmailProvider;

// providers/mailru

/** `GET /userinfo`. */
export interface MailRuProfile extends Omit<Profile, 'id'> {
    id: string;
    client_id: string;
    name?: string;
    nickname?: string;
    first_name?: string;
    last_name?: string;
    email?: string;
    image?: string;
    locale?: string;
    birthday?: string;
    gender?: string;
}

/** Mail.ru (OAuth Mail). Since July 2025 Mail.ru sends new sign-ins to VK ID; applications from before go on working. */
export default function MailRu(options?: OAuthOptions<MailRuProfile>): OAuthProvider<MailRuProfile>;

// providers/mastodon

/** `GET /api/v1/accounts/verify_credentials`. */
export interface MastodonProfile extends Omit<Profile, 'id'> {
    /** Unique on this server only. */
    id: string;
    username: string;
    acct: string;
    /** May be empty. */
    display_name: string;
    url: string;
    avatar: string;
    /** As `avatar`, without movement. */
    avatar_static: string;
    bot: boolean;
    locked: boolean;
    created_at: string;
}

/** One Mastodon server, by its address as `issuer`: `https://mastodon.social`. */
export default function Mastodon<P extends MastodonProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/mattermost

/** `GET /api/v4/users/me`. */
export interface MattermostProfile extends Omit<Profile, 'id'> {
    id: string;
    username: string;
    email: string;
    /** Left out while the address is not verified. */
    email_verified?: boolean;
    nickname: string;
    first_name: string;
    last_name: string;
    position: string;
    roles: string;
    locale: string;
    /** Milliseconds since 1970, as the other two. */
    create_at: number;
    update_at: number;
    /** 0 unless the account is deactivated. */
    delete_at: number;
}

/** A Mattermost server, by its address as `issuer`: `https://chat.company.example`. */
export default function Mattermost<P extends MattermostProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/medium

/** `GET /v1/me`. */
export interface MediumProfile extends Profile {
    data: {
        id: string;
        username: string;
        name: string;
        url: string;
        imageUrl: string;
    };
}

/**
 * Medium.
 *
 * @deprecated Medium supports its API no longer and gives out no credentials: new applications need another provider.
 */
export default function Medium(options?: OAuthOptions<MediumProfile>): OAuthProvider<MediumProfile>;

// providers/mercado-libre

/** `GET /users/me`. */
export interface MercadoLibreProfile extends Omit<Profile, 'id'> {
    id: number;
    nickname: string;
    first_name?: string;
    last_name?: string;
    email?: string;
    /** Two letters: `AR`. */
    country_id: string;
}

export interface MercadoLibreOptions extends OAuthOptions<MercadoLibreProfile> {
    /** Of the country where the application is registered: `mercadolivre.com.br`, `mercadolibre.com.mx`. Default `mercadolibre.com.ar`. */
    domain?: string | undefined;
}

/** Mercado Libre, one country by `domain`. */
export default function MercadoLibre({ domain, ...options }?: MercadoLibreOptions): OAuthProvider<MercadoLibreProfile>;

// providers/microsoft-entra-id

/** The claims of ID tokens of the Microsoft identity platform, v2.0. */
export interface MicrosoftEntraIDProfile extends Profile {
    /** The person, for this application alone. */
    sub: string;
    /** The tenant. */
    tid: string;
    /** The person, for every application of the tenant. */
    oid?: string;
    preferred_username?: string;
    /** Whether the tenant has proven the domain of the address. An optional claim: switch it on for the application. */
    xms_edov?: unknown;
}

export interface MicrosoftEntraIDOptions<P = MicrosoftEntraIDProfile> extends OAuthOptions<P> {
    /** Id of the tenant, or `common`, `organizations`, `consumers`: another way to say `issuer`. Default `common`; then list `tenants`. */
    tenantId?: string;
    /** Reads the photo from Microsoft Graph, so many pixels wide, into the user's `image` as a data URL. Default: no photo. */
    profilePhotoSize?: 48 | 64 | 96 | 120 | 240 | 360 | 432 | 504 | 648;
}

/** Microsoft Entra ID: work, school and personal accounts. */
export default function MicrosoftEntraID<P extends MicrosoftEntraIDProfile>(given?: MicrosoftEntraIDOptions<P>): OAuthProvider<P>;

// providers/myanimelist

/** `GET /v2/users/@me`. */
export interface MyAnimeListProfile extends Omit<Profile, 'id'> {
    id: number;
    /** The user name, which can be changed. */
    name: string;
    picture?: string;
    location?: string;
    joined_at?: string;
}

/** MyAnimeList. */
export default function MyAnimeList(options?: OAuthOptions<MyAnimeListProfile>): OAuthProvider<MyAnimeListProfile>;

// providers/naver

/** `GET /v1/nid/me`; each member of `response` but `id` only if the application asks for it and the person agrees. */
export interface NaverProfile extends Profile {
    resultcode: string;
    message: string;
    response: {
        /** The person, for this application alone. */
        id: string;
        nickname?: string;
        name?: string;
        /** The address to reach the person at, which need not be one of Naver's. */
        email?: string;
        gender?: 'F' | 'M' | 'U';
        age?: string;
        birthday?: string;
        profile_image?: string;
        birthyear?: string;
        mobile?: string;
    };
}

/** Naver. */
export default function Naver<P extends NaverProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/netlify

/** `GET /api/v1/user`. */
export interface NetlifyProfile extends Omit<Profile, 'id'> {
    id: string;
    uid?: string;
    full_name?: string | null;
    avatar_url?: string | null;
    email?: string | null;
    affiliate_id?: string;
    site_count?: number;
    created_at?: string;
    last_login?: string;
    login_providers?: string[];
}

/** Netlify. */
export default function Netlify(options?: OAuthOptions<NetlifyProfile>): OAuthProvider<NetlifyProfile>;

// providers/netsuite

/** What your RESTlet says of `runtime.getCurrentUser()`. */
export interface NetSuiteProfile extends Omit<Profile, 'id'> {
    /** The internal id of the employee, or of the customer, vendor or partner that a contact signs in for. */
    id: number | string;
    name: string;
    email: string;
    location: number | string;
    role: number | string;
    /** The internal id of the contact; 0 if somebody else is signed in. */
    contact?: number | string;
}

export interface NetSuiteOptions<P = NetSuiteProfile> extends OAuthOptions<P> {
    /** The account ID: `1234567`, `1234567_SB1` for a sandbox. Required. */
    issuer?: string | undefined;
    /** Where NetSuite tells who asks: the external URL of a RESTlet of yours. Required. */
    userinfo?: OAuthOptions<P>['userinfo'];
    /** When NetSuite shows its pages: `none`, `login`, `consent`, `login consent`. Default: as the integration record says. */
    prompt?: string | undefined;
}

/** v5's name. */
export type OAuthNetSuiteOptions = NetSuiteOptions;

/** Oracle NetSuite, by account ID and a RESTlet. */
export default function NetSuite<P extends NetSuiteProfile>({ issuer, prompt, ...options }?: NetSuiteOptions<P>): OAuthProvider<P>;

// providers/nextcloud

/** `ocs.data` of `GET /ocs/v2.php/cloud/user`. */
export interface NextcloudProfile extends Omit<Profile, 'id'> {
    /** The user name, which cannot change. */
    id: string;
    displayname: string;
    /** What the person wrote there; nobody has proven it. */
    email: string | null;
    groups: string[];
    language: string;
    locale: string;
    enabled: boolean;
    /** Where the server shows it; it says so nowhere. */
    picture: string;
}

/** A Nextcloud server, by its address as `issuer`, with its path if it has one: `https://cloud.company.example`. */
export default function Nextcloud(options?: OAuthOptions<NextcloudProfile>): OAuthProvider<NextcloudProfile>;

// providers/nodemailer

export type NodemailerOptions = EmailOptions;

/** `Email` under the name and with the id it has in v5: `signIn('nodemailer')`. */
export default function Nodemailer(options?: NodemailerOptions): EmailProvider;

// providers/notion

/** The person in the token endpoint's answer, `owner.user`. */
export interface NotionProfile extends Omit<Profile, 'id'> {
    object: 'user';
    id: string;
    type?: 'person';
    name?: string | null;
    avatar_url?: string | null;
    /** Without the capability to read addresses, empty. */
    person?: {
        email?: string;
    };
}

export interface NotionOptions<P = NotionProfile> extends OAuthOptions<P> {
    /** @deprecated The callback URL is known; what is said here has no effect. */
    redirectUri?: string | undefined;
}

/** Notion (a public integration). */
export default function Notion<P extends NotionProfile>({ redirectUri: _known, ...options }?: NotionOptions<P>): OAuthProvider<P>;

// providers/oauth1

/** What a service says of someone; its members are the service's own. */
export interface OAuth1Profile extends Profile {
}

/**
 * Any service that speaks OAuth 1.0A (RFC 5849).
 *
 * Say where a sign-in begins (`requestToken`), where the visitor goes (`authorization`), where temporary credentials become lasting ones
 * (`accessToken`), where the profile is (`userinfo`) and who the profile is (`profile`, whose `id` must be what the service calls this
 * person for good: never an e-mail address or a name).
 */
export default function OAuth1<P extends Profile = OAuth1Profile>(options?: OAuth1Options<P>): OAuth1Provider<P>;

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

// providers/okta

/** What Okta's userinfo endpoint tells. */
export interface OktaProfile extends Profile {
    sub: string;
    name?: string;
    nickname?: string;
    preferred_username?: string;
    given_name?: string;
    middle_name?: string;
    family_name?: string;
    email?: string;
    email_verified?: boolean;
    picture?: string;
    locale?: string;
    zoneinfo?: string;
    /** Seconds since 1970. */
    updated_at?: number;
}

export interface OktaOptions<P = OktaProfile> extends OAuthOptions<P> {
    /** As in v3, what comes before `/v1/authorize`: `company.okta.com/oauth2/default`. Say `issuer` instead: `https://company.okta.com/oauth2/default`. */
    domain?: string | undefined;
}

/** Okta, by `issuer`: the organisation itself, or an authorization server of it. */
export default function Okta<P extends OktaProfile>({ domain, ...options }?: OktaOptions<P>): OAuthProvider<P>;

// providers/onelogin

/** What OneLogin's ID tokens and userinfo endpoint tell. */
export interface OneLoginProfile extends Profile {
    sub: string;
    name?: string;
    preferred_username?: string;
    given_name?: string;
    family_name?: string;
    email?: string;
    updated_at?: string;
}

export interface OneLoginOptions extends OAuthOptions<OneLoginProfile> {
    /** The account: `https://company.onelogin.com`, with or without `/oidc/2`. */
    issuer?: string | undefined;
    /** As in v3: `company.onelogin.com`. Say `issuer` instead. */
    domain?: string | undefined;
}

/** OneLogin, by `issuer`. */
export default function OneLogin({ domain, issuer, ...options }?: OneLoginOptions): OAuthProvider<OneLoginProfile>;

// providers/ory-hydra

/** `sub`, and what your consent application puts into ID tokens. */
export interface OryHydraProfile extends Profile {
    sub: string;
    email?: string;
    email_verified?: boolean;
    given_name?: string;
    family_name?: string;
    preferred_username?: string;
}

/** Ory Hydra, on a server of your own or in the Ory Network, by `issuer`. Its id is `hydra`. */
export default function OryHydra<P extends OryHydraProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/osso

/** `GET /oauth/me`. */
export interface OssoProfile extends Omit<Profile, 'id'> {
    id: string;
    /** What the customer's identity provider said; Osso does not prove it. */
    email: string;
    /** The kind of identity provider: `Okta`. */
    idp: string;
    /** The `domain` or `email` that the sign-in began with. */
    requested?: {
        domain?: string;
        email?: string;
    };
}

export interface OssoOptions extends OAuthOptions<OssoProfile> {
    /** As in v3: `sso.company.example`. Say `issuer` instead. */
    domain?: string | undefined;
}

/** An Osso server, which speaks SAML with the identity providers of customers, by its address as `issuer`: `https://sso.company.example`. */
export default function Osso({ domain, ...options }?: OssoOptions): OAuthProvider<OssoProfile>;

// providers/osu

/** `GET /api/v2/me`. */
export interface OsuProfile extends Omit<Profile, 'id'> {
    id: number;
    /** May change. */
    username: string;
    avatar_url: string;
    country_code: string;
    default_group: string;
    is_active: boolean;
    is_bot: boolean;
    is_deleted: boolean;
    is_online: boolean;
    is_restricted?: boolean;
    is_supporter: boolean;
    last_visit: string | null;
    profile_colour: string | null;
    join_date: string;
}

/** Osu! */
export default function Osu<P extends OsuProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/passage

/** The claims of Passage's ID tokens. */
export interface PassageProfile extends Profile {
    sub: string;
    email?: string;
    email_verified?: boolean;
    phone_number?: string;
    phone_number_verified?: boolean;
}

/**
 * Passage by 1Password, by `issuer`.
 *
 * @deprecated 1Password closed Passage on 16 January 2026: use any OpenID Provider with passkeys, by `OIDC`.
 */
export default function Passage(options?: OAuthOptions<PassageProfile>): OAuthProvider<PassageProfile>;

// providers/patreon

/** `GET /api/oauth2/v2/identity`. */
export interface PatreonProfile extends Profile {
    data: {
        id: string;
        type: 'user';
        attributes: {
            full_name?: string;
            image_url?: string;
            /** With the scope `identity[email]`. */
            email?: string;
            is_email_verified?: boolean;
        };
    };
}

/** Patreon. */
export default function Patreon<P extends PatreonProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/paypal

/** `GET /v1/identity/oauth2/userinfo?schema=paypalv1.1`. */
export interface PayPalProfile extends Profile {
    /** An address: `https://www.paypal.com/webapps/auth/identity/user/…`. */
    user_id: string;
    name?: string;
    emails?: {
        value: string;
        primary?: boolean;
        confirmed?: boolean;
    }[];
    /** With the scope `https://uri.paypal.com/services/paypalattributes`, as the next one. */
    payer_id?: string;
    verified_account?: string;
}

export interface PayPalOptions extends OAuthOptions<PayPalProfile> {
    /** `sandbox` for its test accounts. Default `live`. */
    environment?: 'live' | 'sandbox';
}

/** PayPal (Log in with PayPal). */
export default function PayPal({ environment, ...options }?: PayPalOptions): OAuthProvider<PayPalProfile>;

// providers/ping-id

/** The claims of PingOne's ID tokens. */
export interface PingProfile extends Profile {
    sub: string;
    name?: string;
    preferred_username?: string;
    given_name?: string;
    family_name?: string;
    email?: string;
    picture?: string;
    /** The environment and the organisation. */
    env?: string;
    org?: string;
    'p1.region'?: string;
}

/** Ping Identity (PingOne), by `issuer`. */
export default function PingId(options?: OAuthOptions<PingProfile>): OAuthProvider<PingProfile>;

// providers/pinterest

/** `GET /v5/user_account`. */
export interface PinterestProfile extends Omit<Profile, 'id'> {
    account_type?: 'BUSINESS' | 'PINNER';
    id: string;
    /** May change, and then belong to somebody else. */
    username: string;
    profile_image?: string;
    website_url?: string;
    about?: string;
    business_name?: string | null;
}

/** Pinterest. */
export default function Pinterest<P extends PinterestProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/pipedrive

/** `GET /v1/users/me`. */
export interface PipedriveProfile extends Profile {
    success: boolean;
    data: {
        id: number;
        name: string;
        email: string;
        phone?: string | null;
        icon_url?: string | null;
        active_flag?: boolean;
        activated?: boolean;
        is_admin?: number;
        locale?: string;
        timezone_name?: string;
        company_id?: number;
        company_name?: string;
        company_domain?: string;
        company_country?: string;
    };
}

/** Pipedrive. */
export default function Pipedrive<P extends PipedriveProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/polar

/** The claims of Polar's ID tokens. */
export interface PolarProfile extends Profile {
    sub: string;
    name?: string;
    email?: string;
    email_verified?: boolean;
}

/** Polar. */
export default function Polar(options?: OAuthOptions<PolarProfile>): OAuthProvider<PolarProfile>;

// providers/postmark

export type PostmarkOptions = EmailOptions;

/** A link by mail, sent by Postmark. */
export default function Postmark(options?: PostmarkOptions): EmailProvider;

// providers/railway

/** The answer of `/oauth/me`. */
export interface RailwayProfile extends Profile {
    sub: string;
    name?: string;
    email?: string;
    picture?: string;
}

/** Railway (Login with Railway). */
export default function Railway(options?: OAuthOptions<RailwayProfile>): OAuthProvider<RailwayProfile>;

// providers/reddit

/** `GET /api/v1/me`. */
export interface RedditProfile extends Omit<Profile, 'id'> {
    id: string;
    /** The user name. */
    name: string;
    icon_img?: string;
    /** The whole avatar; empty if there is none. */
    snoovatar_img?: string;
    /** Whether there is an address, which Reddit does not tell. */
    has_verified_email?: boolean;
    is_suspended?: boolean;
    over_18?: boolean;
    created_utc?: number;
}

/** Reddit. */
export default function Reddit(options?: OAuthOptions<RedditProfile>): OAuthProvider<RedditProfile>;

// providers/resend

export type ResendOptions = EmailOptions;

/** A link by mail, sent by Resend. */
export default function Resend(options?: ResendOptions): EmailProvider;

// providers/roblox

/** The claims of Roblox's ID tokens. */
export interface RobloxProfile extends Profile {
    sub: string;
    /** The display name, as `nickname`. */
    name: string;
    nickname: string;
    /** The user name; may change. */
    preferred_username: string;
    /** Seconds since 1970. */
    created_at: number;
    profile: string;
    /** `null` while there is no picture, or when it was taken down. */
    picture: string | null;
}

/** Roblox. */
export default function Roblox(options?: OAuthOptions<RobloxProfile>): OAuthProvider<RobloxProfile>;

// providers/salesforce

/** The answer of `/services/oauth2/userinfo`. */
export interface SalesforceProfile extends Profile {
    /** An address that names the organisation as well. */
    sub: string;
    user_id: string;
    organization_id: string;
    preferred_username: string;
    nickname: string;
    name: string;
    email?: string;
    email_verified?: boolean;
    picture?: string;
}

/** Salesforce. `issuer` is the login address of one organisation, `https://test.salesforce.com` for sandboxes. */
export default function Salesforce<P extends SalesforceProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/sendgrid

export type SendGridOptions = EmailOptions;

/** A link by mail, sent by Twilio SendGrid. */
export default function SendGrid(options?: SendGridOptions): EmailProvider;

// providers/shikimori

/** `GET /api/users/whoami`. */
export interface ShikimoriProfile extends Omit<Profile, 'id'> {
    id: number;
    /** Can be changed. */
    nickname: string;
    avatar: string | null;
    /** By size: `x160`. */
    image?: Record<string, string>;
}

export interface ShikimoriOptions extends OAuthOptions<ShikimoriProfile> {
    /** The name under which the application is registered. Required: Shikimori locks out who calls it under another one. */
    applicationName?: string | undefined;
    /** Where Shikimori answers, should it move again. Default `https://shikimori.io`. */
    baseUrl?: string | undefined;
}

/** Shikimori. */
export default function Shikimori({ applicationName, baseUrl, ...options }?: ShikimoriOptions): OAuthProvider<ShikimoriProfile>;

// providers/simplelogin

/** The claims of SimpleLogin's ID tokens. */
export interface SimpleLoginProfile extends Omit<Profile, 'id'> {
    id: number;
    sub: string;
    /** The name of the application. */
    client: string;
    /** The person's own address, or an alias made for this application. */
    email?: string;
    email_verified: boolean;
    name?: string;
    /** Good for a week. */
    avatar_url?: string | null;
}

/** SimpleLogin. */
export default function SimpleLogin<P extends SimpleLoginProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/slack

/** The claims of Slack's ID tokens, and the answer of `openid.connect.userInfo`. */
export interface SlackProfile extends Profile {
    sub: string;
    'https://slack.com/user_id': string;
    'https://slack.com/team_id': string;
    'https://slack.com/team_name'?: string;
    'https://slack.com/team_domain'?: string;
    email?: string;
    email_verified?: boolean;
    /** Seconds since 1970. */
    date_email_verified?: number;
    name?: string;
    picture?: string;
    given_name?: string;
    family_name?: string;
    locale?: string;
}

/** Slack (Sign in with Slack). */
export default function Slack<P extends SlackProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/spotify

/** `GET /v1/me`. */
export interface SpotifyProfile extends Omit<Profile, 'id'> {
    id: string;
    /** Never changes. Spotify says so since May 2026, and says no such thing of `id`. */
    account_id: string;
    display_name: string | null;
    /** With the scope `user-read-email`, for applications in extended quota mode; nobody has proven it. */
    email?: string;
    images?: {
        url: string;
        height: number | null;
        width: number | null;
    }[];
}

/** Spotify. */
export default function Spotify<P extends SpotifyProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/start-gg

/** The answer to the GraphQL query `currentUser`. */
export interface StartGGProfile extends Profile {
    data: {
        currentUser: {
            id: number;
            /** `user/` and eight characters. */
            slug: string;
            name: string | null;
            email: string | null;
            player: {
                gamerTag: string | null;
            } | null;
            images: {
                url: string;
            }[] | null;
        };
    };
}

/** start.gg. */
export default function StartGG(options?: OAuthOptions<StartGGProfile>): OAuthProvider<StartGGProfile>;

// providers/strava

/** `GET /api/v3/athlete`, in the form that the scope `read` shows. */
export interface StravaProfile extends Omit<Profile, 'id'> {
    id: number;
    username: string | null;
    firstname: string;
    lastname: string;
    /** A picture of 124 × 124 pixels, or the path of a placeholder. */
    profile: string;
    profile_medium: string;
    city: string | null;
    country: string | null;
}

/** Strava. */
export default function Strava<P extends StravaProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/stripe-connect

/** `GET /v1/account`. */
export interface StripeConnectProfile extends Omit<Profile, 'id'> {
    /** `acct_…` */
    id: string;
    email: string | null;
    business_profile: {
        name: string | null;
    } | null;
    settings: {
        dashboard: {
            display_name: string | null;
        };
    } | null;
    /** Two letters: `DE`. */
    country: string;
}

/** Stripe accounts (Connect with OAuth). The secret is the platform's secret API key. */
export default function StripeConnect(options?: OAuthOptions<StripeConnectProfile>): OAuthProvider<StripeConnectProfile>;

// providers/synology

/** The claims of SSO Server's ID tokens. */
export interface SynologyProfile extends Profile {
    /** The user name. */
    sub: string;
    username?: string;
    email?: string;
    /** With the scope `groups`. */
    groups?: string[];
}

/** A Synology NAS with SSO Server, by `issuer`: `https://nas.example.com/webman/sso`. */
export default function Synology(options?: OAuthOptions<SynologyProfile>): OAuthProvider<SynologyProfile>;

// providers/threads

/** `GET /v1.0/me`, with the fields that are asked for. */
export interface ThreadsProfile extends Profile {
    /** The person, for this application alone. */
    id: string;
    username?: string;
    name?: string;
    threads_profile_picture_url?: string;
    threads_biography?: string;
}

/** Threads. */
export default function Threads(options?: OAuthOptions<ThreadsProfile>): OAuthProvider<ThreadsProfile>;

// providers/tiktok

/** `GET /v2/user/info/`. */
export interface TikTokProfile extends Profile {
    data: {
        user: {
            /** The person, for this application alone. */
            open_id: string;
            /** The person, for every application of the same developer. */
            union_id?: string;
            display_name?: string;
            avatar_url?: string;
        };
    };
}

/** v5's name. */
export type TiktokProfile = TikTokProfile;

/** TikTok (Login Kit). */
export default function TikTok(options?: OAuthOptions<TikTokProfile>): OAuthProvider<TikTokProfile>;

// providers/tiltify

/** `GET /api/public/current-user`. */
export interface TiltifyProfile extends Profile {
    data: {
        id: string;
        username: string;
        slug: string;
        email?: string | null;
        avatar: {
            src: string | null;
            alt: string | null;
        } | null;
    };
}

/** Tiltify. */
export default function Tiltify(options?: OAuthOptions<TiltifyProfile>): OAuthProvider<TiltifyProfile>;

// providers/todoist

/** `GET /api/v1/user`. */
export interface TodoistProfile extends Profile {
    id: string;
    full_name: string;
    email: string;
    avatar_big?: string | null;
    avatar_medium?: string | null;
    avatar_small?: string | null;
    /** Whether the person has proven the address. `legacy`: the account is older than that question. */
    verification_status?: 'unverified' | 'verified' | 'blocked' | 'legacy';
}

/** Todoist. */
export default function Todoist<P extends TodoistProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/trakt

/** `GET /users/settings`. */
export interface TraktProfile extends Profile {
    user: TraktUser;
}

export interface TraktUser {
    username: string;
    private: boolean;
    name: string | null;
    vip: boolean;
    vip_ep: boolean;
    ids: {
        /** Made from the user name, which can be changed. */
        slug: string;
        uuid: string;
    };
    joined_at?: string;
    location?: string | null;
    about?: string | null;
    images?: {
        avatar?: {
            full?: string | null;
        };
    };
}

/** Trakt. */
export default function Trakt<P extends TraktProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/trello

/** `GET /1/members/me`. */
export interface TrelloProfile extends Profile {
    id: string;
    username: string;
    fullName: string;
    avatarUrl: string | null;
    /** Present with the scope `account`. */
    email?: string | null;
    /** Whether the member confirmed that address. */
    confirmed: boolean;
}

/** Trello. */
export default function Trello(options?: OAuth1Options<TrelloProfile>): OAuth1Provider<TrelloProfile>;

// providers/tumblr

export interface TumblrBlog {
    /** Stays when the blog is renamed: `t:0aY0xL2Fi1OFJg4YxpmegQ`. */
    uuid: string;
    name: string;
    title: string;
    url: string;
    primary: boolean;
}

/** `GET /v2/user/info`. */
export interface TumblrProfile extends Profile {
    response: {
        user: {
            name: string;
            blogs: TumblrBlog[];
        };
    };
}

/** Tumblr. */
export default function Tumblr(options?: OAuth1Options<TumblrProfile>): OAuth1Provider<TumblrProfile>;

// providers/twitch

/** The claims of Twitch's ID tokens. */
export interface TwitchProfile extends Profile {
    sub: string;
    preferred_username: string;
    email?: string;
    email_verified?: boolean;
    picture?: string;
}

/** Twitch. */
export default function Twitch<P extends TwitchProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/twitter

/** `GET /1.1/account/verify_credentials.json`. */
export interface TwitterLegacyProfile extends Profile {
    id_str: string;
    name: string;
    screen_name: string;
    /** Present if the app may ask for it; `null` for an address that nobody confirmed. */
    email?: string | null;
    profile_image_url_https: string;
}

/** `GET /2/users/me`. */
export interface TwitterProfile extends Profile {
    data: {
        id: string;
        name: string;
        username: string;
        profile_image_url?: string;
        confirmed_email?: string;
    };
}

/** X (Twitter): by OAuth 1.0A, or by OAuth 2 with `version: '2.0'`. */
export default function Twitter(options: OAuthOptions<TwitterProfile> & {
    version: '2.0';
}): OAuthProvider<TwitterProfile>;

export default function Twitter(options?: OAuth1Options<TwitterLegacyProfile>): OAuth1Provider<TwitterLegacyProfile>;

/** v4’s name for it, by OAuth 1.0A. */
export declare const TwitterLegacy: (options?: OAuth1Options<TwitterLegacyProfile>) => OAuth1Provider<TwitterLegacyProfile>;

// providers/united-effects

/** The claims of United Effects' ID tokens. */
export interface UnitedEffectsProfile extends Profile {
    sub: string;
    email?: string;
}

/** United Effects. `issuer` is the address of your auth group: `https://auth.unitedeffects.com/<auth group id>`. */
export default function UnitedEffects<P extends UnitedEffectsProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/vercel

/** The claims of Vercel's ID tokens. */
export interface VercelProfile extends Profile {
    sub: string;
    name?: string;
    preferred_username?: string;
    email?: string;
    picture?: string;
}

/** Vercel (Sign in with Vercel). */
export default function Vercel(options?: OAuthOptions<VercelProfile>): OAuthProvider<VercelProfile>;

// providers/vipps

/** The answer of Vipps MobilePay's userinfo endpoint; more comes with more scopes. */
export interface VippsProfile extends Profile {
    /** The person, for this merchant alone. */
    sub: string;
    sid?: string;
    name?: string;
    given_name?: string;
    family_name?: string;
    email?: string;
    email_verified?: boolean;
    phone_number?: string;
    /** `YYYY-MM-DD`. */
    birthdate?: string;
}

/** Vipps and MobilePay (Login API). `issuer` is `https://apitest.vipps.no/access-management-1.0/access/` for the test environment. */
export default function Vipps(options?: OAuthOptions<VippsProfile>): OAuthProvider<VippsProfile>;

// providers/vk

/** The method `users.get`. */
export interface VkProfile extends Profile {
    response: {
        id: number;
        first_name: string;
        last_name: string;
        photo_100?: string;
        /** `deleted` or `banned`. */
        deactivated?: string;
    }[];
}

/**
 * VK: applications of the API of VKontakte, not those of VK ID.
 * @deprecated VK supports this sign-in no more: use `vkid` for new applications.
 */
export default function VK<P extends VkProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/vkid

/** `POST /oauth2/user_info`. */
export interface VKIDProfile extends Profile {
    user: {
        user_id: string;
        first_name: string;
        last_name: string;
        avatar?: string;
        /** With the scope `email`. Nobody says that it is proven. */
        email?: string;
        phone?: string;
        /** Whether VK has checked who the person is; says nothing of the address. */
        verified?: boolean;
    };
}

/** VK ID, where applications are registered today. A public client: there is no secret, PKCE protects the code. */
export default function VKID(options?: OAuthOptions<VKIDProfile>): OAuthProvider<VKIDProfile>;

// providers/webex

/** `GET /people/me`. */
export interface WebexProfile extends Profile {
    id: string;
    emails: string[];
    displayName?: string;
    nickName?: string;
    firstName?: string;
    lastName?: string;
    avatar?: string;
    orgId?: string;
}

export interface WebexOptions<P = WebexProfile> extends OAuthOptions<P> {
    /** Default `https://webexapis.com/v1`. */
    apiBaseUrl?: string;
}

/** Webex. */
export default function Webex<P extends WebexProfile>({ apiBaseUrl, ...options }?: WebexOptions<P>): OAuthProvider<P>;

// providers/wechat

/** `GET /sns/userinfo`. */
export interface WeChatProfile extends Profile {
    /** The person, for this application alone. */
    openid: string;
    /** The person, for every application of the same account of the Open Platform. */
    unionid?: string;
    nickname: string;
    headimgurl: string;
}

export interface WeChatOptions extends OAuthOptions<WeChatProfile> {
    /** `OfficialAccount` for pages opened inside WeChat, `WebsiteApp` for a QR code in any browser. Default `OfficialAccount`. */
    platformType?: 'OfficialAccount' | 'WebsiteApp';
}

/** WeChat. */
export default function WeChat({ platformType, ...options }?: WeChatOptions): OAuthProvider<WeChatProfile>;

// providers/wikimedia

/** `GET /oauth2/resource/profile`. */
export interface WikimediaProfile extends Omit<Profile, 'sub'> {
    /** The number of the central account, the same on every wiki. */
    sub: number | string;
    username: string;
    editcount: number;
    confirmed_email: boolean;
    blocked: boolean;
    registered: string | null;
    groups: string[];
    rights: string[];
    /** With the permission to see it. */
    realname?: string;
    /** With the permission to see it. */
    email?: string;
}

/** Wikimedia: Wikipedia, Wikidata and all its other wikis. */
export default function Wikimedia<P extends WikimediaProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/withings

/** What the token endpoint's answer says of the person. */
export interface WithingsProfile extends Profile {
    userid: string | number;
}

/** Withings. It tells nothing of a person but a number. */
export default function Withings(options?: OAuthOptions<WithingsProfile>): OAuthProvider<WithingsProfile>;

// providers/wordpress

/** `GET /rest/v1.1/me`. */
export interface WordPressProfile extends Profile {
    ID: number;
    display_name: string;
    username: string;
    email: string;
    email_verified: boolean;
    avatar_URL?: string;
    profile_URL?: string;
}

/** WordPress.com: not sites that run WordPress elsewhere. */
export default function WordPress(options?: OAuthOptions<WordPressProfile>): OAuthProvider<WordPressProfile>;

// providers/workos

/** `GET /sso/profile`. */
export interface WorkOSProfile extends Profile {
    /** The person, as one connection knows them. */
    id: string;
    /** The person's id at the identity provider. */
    idp_id: string;
    connection_id: string;
    connection_type: string;
    organization_id: string | null;
    /** What the identity provider says; WorkOS has not proven it. */
    email: string;
    first_name: string | null;
    last_name: string | null;
    raw_attributes?: Record<string, unknown>;
}

export interface WorkOSOptions<P = WorkOSProfile> extends OAuthOptions<P> {
    /** The one connection to sign in with: `conn_…`. */
    connection?: string;
    /** The domain whose connection it is. WorkOS would rather have `connection`, or `organization` in `authorization.params`. */
    domain?: string;
}

/**
 * WorkOS (single sign-on). A page says which connection by `connection`, `organization`, `provider` or `domain`, if the options do not.
 * `issuer` is the address of the API, `https://api.workos.com/` unless it is said.
 */
export default function WorkOS<P extends WorkOSProfile>({ connection, domain, ...options }?: WorkOSOptions<P>): OAuthProvider<P>;

// providers/yahoo

/** The claims of Yahoo's ID tokens, and the answer of `/openid/v1/userinfo`. */
export interface YahooProfile extends Profile {
    sub: string;
    name?: string;
    given_name?: string;
    family_name?: string;
    preferred_username?: string;
    email?: string;
    email_verified?: boolean;
    picture?: string;
    locale?: string;
}

/** Yahoo (Sign In With Yahoo). */
export default function Yahoo(options?: OAuthOptions<YahooProfile>): OAuthProvider<YahooProfile>;

// providers/yandex

/** `GET https://login.yandex.ru/info`. */
export interface YandexProfile extends Profile {
    id: string;
    login: string;
    client_id: string;
    psuid: string;
    display_name?: string;
    real_name?: string;
    first_name?: string;
    last_name?: string;
    /** For messages to the person; nobody says that it is proven. */
    default_email?: string;
    emails?: string[];
    default_avatar_id?: string;
    /** The avatar is the placeholder of those who have none. */
    is_avatar_empty?: boolean;
}

/** Yandex. */
export default function Yandex(options?: OAuthOptions<YandexProfile>): OAuthProvider<YandexProfile>;

// providers/zitadel

/** The claims of ZITADEL. */
export interface ZitadelProfile extends Profile {
    sub: string;
    name?: string;
    given_name?: string;
    family_name?: string;
    /** The login name: `username@domain`. */
    preferred_username?: string;
    email?: string;
    email_verified?: boolean;
    picture?: string;
    locale?: string;
}

/** ZITADEL. `issuer` is the address of your instance: `https://company-1a2b3c.zitadel.cloud`. */
export default function ZITADEL<P extends ZitadelProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;

// providers/zoho

/** `GET /oauth/user/info`. */
export interface ZohoProfile extends Profile {
    ZUID: number | string;
    First_Name?: string;
    Last_Name?: string;
    Display_Name?: string;
    /** Nobody says that it is proven. */
    Email?: string;
}

export interface ZohoOptions extends OAuthOptions<ZohoProfile> {
    /** The data centre of the people: `https://accounts.zoho.eu`, for example. Default `https://accounts.zoho.com`. */
    accountsServer?: string;
}

/** Zoho. */
export default function Zoho({ accountsServer, ...options }?: ZohoOptions): OAuthProvider<ZohoProfile>;

// providers/zoom

/** `GET /v2/users/me`. */
export interface ZoomProfile extends Profile {
    id: string;
    first_name?: string;
    last_name?: string;
    display_name?: string;
    email?: string;
    /** Whether Zoom has proven the address: 1, or 0. */
    verified?: number;
    pic_url?: string;
    account_id?: string;
    language?: string;
    timezone?: string;
}

/** Zoom. */
export default function Zoom<P extends ZoomProfile>(options?: OAuthOptions<P>): OAuthProvider<P>;
