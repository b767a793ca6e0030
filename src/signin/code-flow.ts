import { AuthError, isAuthError } from '../base/errors.js'
import type { Context } from '../config/context.js'
import { randomToken } from '../crypto/random.js'
import { redirect } from '../http/reply.js'
import { externalRedirect } from '../http/url.js'
import { authorizationUrl, essentialAcr, maxAgeOf } from '../oauth/authorization.js'
import type { Exchange } from '../oauth/exchange.js'
import { errorWord } from '../oauth/failure.js'
import { tenantPart } from '../oauth/id-token.js'
import { createKeys, type Keys } from '../oauth/keys.js'
import { challengeOf, createVerifier } from '../oauth/pkce.js'
import { createDirectory, type Directory, type EndpointName, noIssuer, type Server } from '../oauth/server.js'
import type { Check, OAuthProvider } from '../providers/contract.js'
import type { Begun, Identity, Method } from './contract.js'
import { asked, invalid } from './failure.js'
import { identityOf, type Proof } from './identity.js'
import { checksOf, paramsOf, placeOf, postsAnswer, redirectUriOf, registrationOf } from './registration.js'
import { createTransactions, type Lane, type Transaction, type Transactions } from './transaction.js'
import { wantedBy } from './wanted.js'

/** What the authorization code flow needs to remember. */
export interface CodeTransaction extends Transaction {
  readonly verifier: string | undefined
  readonly nonce: string | undefined
  /** Who has to answer, and whether the answer has to say so (RFC 9207). */
  readonly issuer: string | undefined
  readonly namesIssuer: boolean
  readonly redirectUri: string
  /** Sent in the request; checked against this, not against what is configured by then. */
  readonly maxAge: number | undefined
  readonly acr: readonly string[] | undefined
}

/** What OAuth 2 and OpenID Connect do differently. */
export interface Kind {
  readonly checks: readonly Check[]
  /** The scope to ask for, when the provider says none; and what has to be in it. */
  scopeOf(provider: OAuthProvider): string | undefined
  needs(provider: OAuthProvider): readonly EndpointName[]
  /** From a code to what it proves: the only place that asks the provider about a person. */
  prove(exchange: Exchange, provider: OAuthProvider, transaction: CodeTransaction, keys: Keys): Promise<Proof>
}

/** What one engine keeps between requests: nothing of a visitor, except which answers were used up. */
interface Flow {
  readonly kind: Kind
  readonly transactions: Transactions<CodeTransaction>
  readonly directory: Directory
  readonly keys: Keys
}

/** The authorization code flow (RFC 6749 §4.1) with PKCE, and nothing else: no implicit flow, no password grant (RFC 9700 §2). */
export function codeFlow(kind: Kind): Method<OAuthProvider> {
  const flow: Flow = { kind, transactions: createTransactions(), directory: createDirectory(), keys: createKeys() }
  return {
    needs: { adapter: [], csrfOnReturn: false, returns: ['GET', 'POST'] },
    begin: (provider, ctx) => begin(flow, provider, ctx),
    finish: (provider, ctx) => finish(flow, provider, ctx),
  }
}

async function begin({ kind, transactions, directory }: Flow, provider: OAuthProvider, ctx: Context): Promise<Begun> {
  const server = await findServer(directory, kind, provider, ctx, 'OAuthSignInError')
  const checks = checksOf(provider, kind.checks)
  const state = checks.has('state') ? randomToken(32) : undefined
  const verifier = checks.has('pkce') ? createVerifier() : undefined
  const nonce = checks.has('nonce') ? randomToken(32) : undefined
  const redirectUri = redirectUriOf(provider, ctx)
  const url = authorizationUrl({
    endpoint: server.authorization_endpoint ?? '',
    configured: paramsOf(provider.authorization),
    caller: ctx.query,
    callerMay: provider.callerParams ?? [],
    scope: kind.scopeOf(provider),
    ours: {
      client_id: provider.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      response_mode: postsAnswer(provider) ? 'form_post' : undefined,
      state,
      nonce,
      code_challenge: verifier && (await challengeOf(verifier)),
      code_challenge_method: verifier && 'S256',
    },
  })
  const expected = { maxAge: maxAgeOf(url), acr: essentialAcr(url), ...answerer(server) }
  const transaction = { provider: provider.id, key: state, verifier, nonce, redirectUri, ...expected, ...wantedBy(ctx), begun: ctx.now }
  await transactions.open(transaction, laneOf(provider), ctx)
  return { kind: 'reply', reply: redirect(externalRedirect(url)) }
}

/** Who has to answer, written down before anybody is asked (RFC 9207 §2.4). */
function answerer(server: Server): Pick<CodeTransaction, 'issuer' | 'namesIssuer'> {
  return {
    issuer: server.issuer === noIssuer ? undefined : server.issuer,
    namesIssuer: server.authorization_response_iss_parameter_supported === true,
  }
}

async function finish(flow: Flow, provider: OAuthProvider, ctx: Context): Promise<Identity> {
  const { kind, transactions, directory, keys } = flow
  const answer = answerOf(provider, ctx)
  const transaction = await transactions.take(stateOf(answer, provider, kind), laneOf(provider), ctx)
  checkTransaction(transaction, answer, provider, kind)
  const code = codeOf(answer, provider)
  const server = await findServer(directory, kind, provider, ctx, 'OAuthCallbackError')
  const { redirectUri, verifier } = transaction
  const place = {
    fetch: ctx.settings.fetch,
    insecure: provider.dangerouslyAllowInsecureRequests ?? false,
    signal: ctx.request.signal,
    now: ctx.now,
  }
  let proof: Proof
  try {
    const exchange = {
      server,
      registration: await registrationOf(provider),
      code,
      redirectUri,
      verifier,
      ...tokenExtras(provider),
      ...place,
    }
    proof = await kind.prove(exchange, provider, transaction, keys)
  } catch (error) {
    throw isAuthError(error) ? error : asked('OAuthCallbackError', "The provider's answer was not accepted.", provider, error)
  }
  const told = provider.answerProfile?.({ ...answer }) ?? {}
  return identityOf({ ...proof, profile: { ...told, ...proof.profile } }, provider, transaction, ctx)
}

/** An answer that comes the other way than it was asked for is not one to our question. */
function answerOf(provider: OAuthProvider, ctx: Context): Readonly<Record<string, string>> {
  const posted = ctx.method === 'POST'
  if (posted !== postsAnswer(provider)) {
    throw invalid(`The answer came by ${ctx.method}. Set the provider's \`responseMode\` to what the service does.`, provider)
  }
  return posted ? ctx.fields : ctx.query
}

function stateOf({ state = '' }: Readonly<Record<string, string>>, provider: OAuthProvider, kind: Kind): string | undefined {
  if (!checksOf(provider, kind.checks).has('state')) return undefined
  if (!/^[\w-]{43}$/.test(state)) throw invalid('The `state` of the answer is not one of ours.', provider)
  return state
}

function checkTransaction(
  transaction: CodeTransaction,
  answer: Readonly<Record<string, string>>,
  provider: OAuthProvider,
  kind: Kind,
): void {
  const checks = checksOf(provider, kind.checks)
  if (checks.has('pkce') && !transaction.verifier) throw invalid('The transaction has no PKCE verifier.', provider)
  if (checks.has('nonce') && !transaction.nonce) throw invalid('The transaction has no nonce.', provider)
  const { issuer, namesIssuer } = transaction
  if (provider.issuer !== undefined && provider.issuer !== issuer)
    throw invalid('The provider is another issuer now than when this sign-in began.', provider)
  if (answer.iss === undefined && namesIssuer)
    throw invalid('The answer does not say which issuer it comes from, though the issuer promises to (RFC 9207).', provider)
  if (answer.iss !== undefined && issuer !== undefined && !isIssuer(answer.iss, issuer))
    throw invalid('The answer comes from another issuer (RFC 9207).', provider)
}

/** Compared as text; one tenant's name stands where the issuer has a place for it. */
function isIssuer(said: string, issuer: string): boolean {
  const [start = '', end] = issuer.split(tenantPart)
  if (end === undefined) return said === issuer
  return said.startsWith(start) && said.endsWith(end) && /^[A-Za-z0-9-]{1,64}$/.test(said.slice(start.length, said.length - end.length))
}

const cancelled: ReadonlySet<string> = new Set(['access_denied', 'user_cancelled_login', 'user_cancelled_authorize'])

function codeOf({ error, code }: Readonly<Record<string, string>>, provider: OAuthProvider): string {
  const details = { provider: provider.id }
  if (error !== undefined && cancelled.has(error)) throw new AuthError('OAuthDenied', 'The visitor, or the provider, said no.', { details })
  if (error !== undefined)
    throw new AuthError('OAuthCallbackError', `The provider answered with an error: ${errorWord(error)}.`, { details })
  if (!code) throw new AuthError('OAuthCallbackError', 'The answer has neither a code nor an error.', { details })
  return code
}

function laneOf(provider: OAuthProvider): Lane {
  return { id: provider.id, crossSite: postsAnswer(provider) }
}

function tokenExtras(provider: OAuthProvider): Pick<Exchange, 'params' | 'conform'> {
  const token = typeof provider.token === 'object' ? provider.token : {}
  return { params: token.params ?? {}, conform: token.conform?.bind(token) }
}

async function findServer(
  directory: Directory,
  kind: Kind,
  provider: OAuthProvider,
  ctx: Context,
  type: 'OAuthSignInError' | 'OAuthCallbackError',
): Promise<Server> {
  try {
    return await directory.find(placeOf(provider, kind.needs(provider)), ctx.now, ctx.settings.fetch)
  } catch (error) {
    throw asked(type, 'The provider cannot be asked as it is configured.', provider, error)
  }
}
