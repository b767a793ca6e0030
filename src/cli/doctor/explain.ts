import type { AuthErrorType } from '../../base/errors.js'
import { done, failed, type Terminal } from '../command.js'
import { kinds } from './kinds.js'
import { wrapped } from './print.js'

/** `--explain CODE`: a finding's, an error's, a warning's, or what a visitor's address shows. */
export function explain(code: string, { print, complain }: Terminal): number {
  const key = [...Object.keys(kinds), ...Object.keys(errors), ...Object.keys(warnings)].find(
    (one) => one.toLowerCase() === code.toLowerCase(),
  )
  if (key === undefined) {
    complain(`There is no code "${code.slice(0, 60)}".`)
    return failed
  }
  const [kind, text] = meaning(key)
  for (const line of wrapped(`${key} (${kind}): ${text}`, 2)) print(line)
  return done
}

function meaning(key: string): readonly [kind: string, text: string] {
  if (Object.hasOwn(kinds, key)) {
    const [level, why] = kinds[key as keyof typeof kinds]
    return [level === 'differs' ? 'a difference' : level === 'hint' ? 'a hint' : 'an error', why]
  }
  return Object.hasOwn(errors, key) ? ['an error', errors[key as AuthErrorType]] : ['a warning', warnings[key] ?? '']
}

/** What led to it and how to mend it. The error itself says more: it stands in the server's log. */
const errors: Readonly<Record<AuthErrorType, string>> = {
  AccessDenied: 'The `signIn` callback said no. The log says for which provider.',
  Verification: 'A link by mail was used before, is too old, or was made with another secret. Ask for a new one.',
  OAuthAccountNotLinked:
    'A user with this address exists and signed in another way. Let them sign in that way, then link with `signIn(provider, { intent: "link" })`.',
  CredentialsSignin: '`authorize` answered `null` or threw. Throw a class of your own that extends `CredentialsSignin` to show a `code`.',
  ProviderUnavailable:
    'The service, or its directory, did not answer in time or at all. Try it from the server: a proxy may be in between.',
  EmailSignInError: 'The mail was not taken. The log has what the mail server said; check `server` and `from`.',
  InvalidEmail: 'What was typed is not one plain address.',
  OAuthSignInError: 'The sign-in could not begin: the issuer or an endpoint is wrong, or the service is away.',
  OAuthCallbackError:
    'The service refused, or what it answered does not fit. The log names the check; often the client secret or the callback URL is wrong.',
  OAuthDenied: 'The visitor, or the service on their behalf, said no.',
  OAuthProfileParseError: 'The `profile` function threw or gave no `id`. It must answer `{ id, name, email, image }`.',
  InvalidCheck:
    'State, nonce or PKCE do not fit: another browser came back, cookies were lost (http and https mixed?), or somebody is trying.',
  TransactionExpired: 'More than 15 minutes went by between the sign-in page and the way back.',
  RefreshTokenError: 'The service gave no new tokens; the person has to sign in there again.',
  MissingCSRF: 'A form without the token: its page was open for too long, or it lacks the hidden field `csrfToken`.',
  CrossSiteRequest: 'The form was on a page of another site. If it is yours, list it in `allowedOrigins`.',
  SessionRequired: 'The page is for people who are signed in.',
  TooManyRequests: 'Too many attempts from one place or for one address in a short time.',
  Configuration: 'Something only the owner can mend. The log has the error that is behind it.',
  InvalidOption: 'An option or a variable of the environment cannot be meant. The message names it, what was given, and what is expected.',
  MissingSecret: 'There is no secret, or in production one that can be guessed. Run `npx next-auth secret` and set AUTH_SECRET.',
  MissingAdapter: 'Links by mail and sessions in a database need a `database` or an `adapter`.',
  MissingAdapterMethods: 'The adapter lacks functions that the ways to sign in need; the message lists them.',
  MissingDependency: 'A package that only this database or way to sign in needs is not installed. The message has the command.',
  UnsupportedStrategy: 'This way to sign in does not go with this kind of session.',
  InvalidProvider: 'The address names a provider that is not in `providers`.',
  AdapterError: 'The database, or the adapter, failed. Its own words are behind it in the log.',
  SchemaMissing: 'The database has no tables of next-auth. Run `npx next-auth migrate`.',
  CallbackRouteError: 'A callback of the application threw while somebody signed in. Its error is behind it in the log.',
  JWTSessionError: 'A token could not be written or read: often code of your own in `jwt.encode` or `jwt.decode`.',
  SessionTokenError: 'A session in the database could not be read or written.',
  SessionTooLarge: 'The token does not fit into cookies. Put less into it by the `jwt` callback, or keep sessions in a database.',
  SignOutError: 'The session could not be ended.',
  EventError: 'A function of `events` threw. The sign-in went on.',
  UntrustedHost:
    'The request came by a host that nobody vouched for. Set AUTH_URL or `allowedHosts`; behind a proxy that sets the header, `trustHost`.',
  InvalidCallbackUrl: 'The target is no address of this site. List other origins in `allowedRedirects`.',
  BadRequest: 'The request could not be read.',
  UnknownAction: 'There is no such route. Is `basePath` where the file with the routes is?',
  MethodNotAllowed: 'The route exists, for another method. Signing in and out are POST.',
  UnsupportedMediaType: 'Routes take forms and JSON.',
  ContentTooLarge: 'The body of the request is larger than any form of ours.',
}

/** What the log warns of. */
const warnings: Readonly<Record<string, string>> = {
  UNKNOWN_OPTION: 'An option that nothing reads; the message may know which one was meant.',
  NO_PROVIDERS: '`providers` is empty, so nobody can sign in.',
  AGENT_UNUSED: '`httpOptions.agent` is no agent of Node.js. Pass a `fetch` that uses what it is.',
  CHECKS_STAY_ON: "`checks: ['none']` leaves nothing out without `dangerouslySkipChecks: true`.",
  WEAK_SECRET: 'In production this secret is refused: it can be guessed. Run `npx next-auth secret`.',
  DEVELOPMENT_SECRET: 'There is no AUTH_SECRET; in development one is kept in the folder `.next-auth`. Production needs one of its own.',
  SESSION_TOO_LONG: 'No browser keeps a cookie for more than 400 days.',
  SESSION_NOT_PROLONGED: '`session.updateAge` is not below `maxAge`: sessions end although somebody visits.',
  NO_ABSOLUTE_END: 'The adapter does not keep when a session began, so that `session.absoluteMaxAge` ends none.',
  SWEEP: 'What has expired could not be deleted; it is tried again. `npx next-auth migrate sweep` does it by hand.',
  REDIRECT_CALLBACK: 'The `redirect` callback threw, and the visitor went to the front page.',
  MAIL_LIMIT: 'An address asked for too many links in a short time; no mail was sent.',
  SCHEMA_NEWER: 'The database was migrated by a newer version of this package than the one that runs.',
  SCHEMA_OLDER: 'The database lacks what newer features keep. Run `npx next-auth migrate`.',
  SCHEMA_CHANGED: 'A table is not as it was made. `npx next-auth migrate status` says what.',
  EARLIER_TABLES: 'The database has tables of an earlier next-auth. `npx next-auth migrate` takes over what is in them.',
  LOOSE_KEYS: 'The store of an adapter takes `a` and `A` for one. Give the columns of provider ids a binary collation.',
  TOKEN_RACE:
    'The store of an adapter hands a one-time token to all who ask at once. Give its table a unique index over identifier and token.',
  INDEX_NOT_SUPPORTED:
    'The server does not know a kind of index. What it would have promised is checked in another way, or not at all: the message says so.',
  SECONDARY_AWAY: 'Redis did not answer; sessions are read from the database meanwhile.',
}
