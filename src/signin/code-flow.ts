import { AuthError, isAuthError } from '../base/errors.js'
import type { Context } from '../config/context.js'
import { randomToken } from '../crypto/random.js'
import { redirect } from '../http/reply.js'
import { externalRedirect } from '../http/url.js'
import { authorizationUrl, essentialAcr, maxAgeOf } from '../oauth/authorization.js'
import type { Exchange } from '../oauth/exchange.js'
import { errorWord } from '../oauth/failure.js'
import { tenantPart } from '../oauth/id-token.js'
import type { Keys } from '../oauth/keys.js'
import { challengeOf, createVerifier } from '../oauth/pkce.js'
import { pushed } from '../oauth/pushed.js'
import { type EndpointName, noIssuer, type Server } from '../oauth/server.js'
import type { Check, OAuthProvider } from '../providers/contract.js'
import type { Begun, Identity, Method } from './contract.js'
import { invalid, unaccepted } from './failure.js'
import { identityOf, type Proof } from './identity.js'
import { createReach, findServer, type Reach, wayTo } from './reach.js'
import { addressed, ownState, passedOn, proxyOf } from './redirect-proxy.js'
import { checksOf, namesOf, paramsOf, postsAnswer, redirectUriOf, registrationOf, tokenFormOf } from './registration.js'
import { createRenewal } from './renewal.js'
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
interface Flow extends Reach {
  readonly kind: Kind
  readonly transactions: Transactions<CodeTransaction>
}

/** The authorization code flow (RFC 6749 §4.1) with PKCE, and nothing else: no implicit flow, no password grant (RFC 9700 §2). */
export function codeFlow(kind: Kind): Method<OAuthProvider> {
  const reach = createReach()
  const flow: Flow = { ...reach, kind, transactions: createTransactions() }
  return {
    needs: { adapter: [], csrfOnReturn: false, returns: ['GET', 'POST'] },
    begin: (provider, ctx) => begin(flow, provider, ctx),
    passOn: passedOn,
    finish: (provider, ctx) => finish(flow, provider, ctx),
    renew: createRenewal({ ...reach, needs: kind.needs }),
  }
}

async function begin(flow: Flow, provider: OAuthProvider, ctx: Context): Promise<Begun> {
  const { kind, transactions } = flow
  const server = await findServer(flow, needsOf(flow, provider), provider, ctx, 'OAuthSignInError')
  const checks = checksOf(provider, kind.checks)
  const state = checks.has('state') ? randomToken(32) : undefined
  const verifier = checks.has('pkce') ? createVerifier() : undefined
  const nonce = checks.has('nonce') ? randomToken(32) : undefined
  const redirectUri = redirectUriOf(provider, ctx)
  const proxy = proxyOf(provider, ctx)
  const url = authorizationUrl({
    endpoint: server.authorization_endpoint ?? '',
    configured: paramsOf(provider.authorization),
    caller: ctx.query,
    callerMay: provider.callerParams ?? [],
    scope: kind.scopeOf(provider),
    names: namesOf(provider),
    ours: {
      client_id: provider.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      response_mode: postsAnswer(provider) ? 'form_post' : undefined,
      state: proxy === undefined ? state : await addressed(state, proxy, provider, ctx),
      nonce,
      ...(verifier === undefined ? {} : await challenge(verifier, provider)),
    },
  })
  const expected = { maxAge: maxAgeOf(url), acr: essentialAcr(url), ...answerer(server) }
  const transaction = { provider: provider.id, key: state, verifier, nonce, redirectUri, ...expected, ...wantedBy(ctx), begun: ctx.now }
  // First what may fail: where nobody leaves, nothing is under way.
  const to = await inShort(url, server, flow, provider, ctx)
  await transactions.open(transaction, laneOf(provider), ctx)
  return { kind: 'reply', reply: redirect(externalRedirect(to)) }
}

/** The parameters, or what stands for them where the service takes them by the back channel. */
async function inShort(url: URL, server: Server, { possessions }: Flow, provider: OAuthProvider, ctx: Context): Promise<URL> {
  if (!(provider.pushedAuthorization ?? server.require_pushed_authorization_requests === true)) return url
  try {
    const possession = await possessions.of(provider.id, provider.dpop)
    return await pushed(url, { server, registration: await registrationOf(provider), possession, ...wayTo(provider, ctx) })
  } catch (error) {
    throw unaccepted('OAuthSignInError', 'The provider did not take the pushed request (RFC 9126).', provider, error)
  }
}

/** RFC 7636 §4.3. Nothing but the provider's own entry leads to `plain`, whatever a service answers or says it supports (§7.2). */
async function challenge(verifier: string, { dangerouslyPlainChallenge }: OAuthProvider): Promise<Record<string, string>> {
  if (dangerouslyPlainChallenge) return { code_challenge: verifier, code_challenge_method: 'plain' }
  return { code_challenge: await challengeOf(verifier), code_challenge_method: 'S256' }
}

/** Who has to answer, written down before anybody is asked (RFC 9207 §2.4). */
function answerer(server: Server): Pick<CodeTransaction, 'issuer' | 'namesIssuer'> {
  return {
    issuer: server.issuer === noIssuer ? undefined : server.issuer,
    namesIssuer: server.authorization_response_iss_parameter_supported === true,
  }
}

async function finish(flow: Flow, provider: OAuthProvider, ctx: Context): Promise<Identity> {
  const { kind, transactions, keys } = flow
  const answer = answerOf(provider, ctx)
  const transaction = await transactions.take(stateOf(answer, provider, kind, ctx), laneOf(provider), ctx)
  checkTransaction(transaction, answer, provider, kind)
  const code = codeOf(answer, provider)
  const server = await findServer(flow, needsOf(flow, provider), provider, ctx, 'OAuthCallbackError')
  const { redirectUri, verifier } = transaction
  let proof: Proof
  try {
    const exchange = {
      server,
      registration: await registrationOf(provider),
      code,
      redirectUri,
      verifier,
      token: tokenFormOf(provider, answer),
      possession: await flow.possessions.of(provider.id, provider.dpop),
      ...wayTo(provider, ctx),
    }
    proof = await kind.prove(exchange, provider, transaction, keys)
  } catch (error) {
    throw isAuthError(error) ? error : unaccepted('OAuthCallbackError', "The provider's answer was not accepted.", provider, error)
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

/** An answer without a state has one that is nobody's. */
function stateOf({ state = '' }: Readonly<Record<string, string>>, provider: OAuthProvider, kind: Kind, ctx: Context): string | undefined {
  if (!checksOf(provider, kind.checks).has('state')) return undefined
  const own = ownState(state, provider, ctx)
  if (!/^[\w-]{43}$/.test(own)) throw invalid('The `state` of the answer is not one of ours.', provider)
  return own
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

/** RFC 6749 §4.1.2.1, and what LinkedIn, SimpleLogin and Pipedrive say instead. */
const cancelled: ReadonlySet<string> = new Set(['access_denied', 'user_cancelled_login', 'user_cancelled_authorize', 'deny', 'user_denied'])

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

function needsOf({ kind }: Flow, provider: OAuthProvider): readonly EndpointName[] {
  const needs = kind.needs(provider)
  return provider.pushedAuthorization ? [...needs, 'pushed_authorization_request_endpoint'] : needs
}
