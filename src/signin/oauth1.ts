import { AuthError, isAuthError } from '../base/errors.js'
import type { Profile } from '../base/types.js'
import type { Context } from '../config/context.js'
import { redirect } from '../http/reply.js'
import { externalRedirect } from '../http/url.js'
import { authorizationUrl } from '../oauth/authorization.js'
import { CheckFailed, errorWord } from '../oauth/failure.js'
import { type Place, requestTemporaryCredentials, requestTokenCredentials, type TemporaryCredentials } from '../oauth/oauth1/credentials.js'
import type { CredentialsResponse } from '../oauth/oauth1/credentials-response.js'
import { askSignedProfile } from '../oauth/oauth1/profile.js'
import { signingFetch } from '../oauth/oauth1/signing-fetch.js'
import { outbound } from '../oauth/outbound.js'
import type { OAuth1Provider, OAuth1TokenSet } from '../providers/contract.js'
import type { Begun, Identity, Method } from './contract.js'
import { invalid, unaccepted } from './failure.js'
import { identityOf } from './identity.js'
import { clientOf, endpointOf, profileAddress } from './oauth1-registration.js'
import { paramsOf, urlOf } from './registration.js'
import { createTransactions, type Transaction, type Transactions } from './transaction.js'
import { wantedBy } from './wanted.js'

/** What OAuth 1 needs to remember; `key` is the temporary token. */
interface OAuth1Transaction extends Transaction {
  readonly tokenSecret: string
  /** OAuth 1.0A: the answer has to bring a verifier. */
  readonly confirmed: boolean
}

/** Redirection-based authorization (RFC 5849 §2), in its revised form: 1.0A. */
export function oauth1(): Method<OAuth1Provider> {
  const transactions = createTransactions<OAuth1Transaction>()
  return {
    needs: { adapter: [], csrfOnReturn: false, returns: ['GET'] },
    begin: (provider, ctx) => begin(transactions, provider, ctx),
    finish: (provider, ctx) => finish(transactions, provider, ctx),
  }
}

async function begin(transactions: Transactions<OAuth1Transaction>, provider: OAuth1Provider, ctx: Context): Promise<Begun> {
  const wanted = wantedBy(ctx)
  const callback = `${ctx.base}/callback/${provider.id}`
  const { token, secret, confirmed } = await temporary(callback, provider, ctx)
  const url = authorizationUrl({
    endpoint: urlOf(provider.authorization) ?? '',
    configured: paramsOf(provider.authorization),
    caller: ctx.query,
    callerMay: provider.callerParams ?? [],
    scope: undefined,
    // A service that confirmed nothing is OAuth 1.0, which is told here where to come back to.
    ours: { oauth_token: token, oauth_callback: confirmed ? undefined : callback },
  })
  const transaction = { provider: provider.id, key: token, tokenSecret: secret, confirmed, ...wanted, begun: ctx.now }
  await transactions.open(transaction, laneOf(provider), ctx)
  return { kind: 'reply', reply: redirect(externalRedirect(url)) }
}

async function temporary(callback: string, provider: OAuth1Provider, ctx: Context): Promise<TemporaryCredentials> {
  try {
    const credentials = await requestTemporaryCredentials(endpointOf(provider.requestToken), callback, placeOf(provider, ctx))
    if (!credentials.confirmed && !provider.dangerouslyAllowMissingVerifier) throw new CheckFailed(unconfirmed)
    return credentials
  } catch (error) {
    throw unaccepted('OAuthSignInError', 'The service gave no temporary token.', provider, error)
  }
}

const unconfirmed =
  'It did not confirm the callback (RFC 5849 §2.1): it speaks OAuth 1.0 without the A, against which there is a known attack. Read `dangerouslyAllowMissingVerifier`.'

async function finish(transactions: Transactions<OAuth1Transaction>, provider: OAuth1Provider, ctx: Context): Promise<Identity> {
  const { query } = ctx
  // Some services name the token `denied` when the visitor said no.
  const transaction = await transactions.take(query.oauth_token ?? query.denied ?? '', laneOf(provider), ctx)
  if (typeof transaction.tokenSecret !== 'string') throw invalid('The transaction has no token secret.', provider)
  const verifier = verifierOf(query, transaction, provider)
  try {
    const place = placeOf(provider, ctx)
    const { key: token = '', tokenSecret: secret } = transaction
    const answer = await requestTokenCredentials(endpointOf(provider.accessToken), { token, secret }, verifier, place)
    const tokens = tokensOf(answer)
    const profile = await profileOf(tokens, provider, place)
    const proof = { tokens, profile, subject: undefined, issuer: undefined, amr: ['fed'], authTime: undefined }
    return await identityOf(proof, provider, transaction, ctx)
  } catch (error) {
    throw isAuthError(error) ? error : unaccepted('OAuthCallbackError', "The service's answer was not accepted.", provider, error)
  }
}

/** Words of the Problem Reporting extension for a visitor who said no. */
const cancelled: ReadonlySet<string> = new Set(['user_refused', 'permission_denied'])

/** RFC 5849 §2.2. Never another token's: the transaction was found by the token of this answer. */
function verifierOf(
  { denied, oauth_problem: problem, oauth_verifier: verifier }: Readonly<Record<string, string>>,
  { confirmed }: OAuth1Transaction,
  provider: OAuth1Provider,
): string | undefined {
  const details = { provider: provider.id }
  if (denied !== undefined || (problem !== undefined && cancelled.has(problem)))
    throw new AuthError('OAuthDenied', 'The visitor, or the service, said no.', { details })
  if (problem !== undefined)
    throw new AuthError('OAuthCallbackError', `The service answered with an error: ${errorWord(problem)}.`, { details })
  if (!verifier && confirmed !== false)
    throw new AuthError('OAuthCallbackError', 'The answer has neither a verifier nor an error.', { details })
  return verifier || undefined
}

/** One `fetch`, and so one deadline, for everything that a step asks. */
function placeOf(provider: OAuth1Provider, ctx: Context): Place {
  const fetch = provider.fetch ?? ctx.settings.fetch
  const insecure = provider.dangerouslyAllowInsecureRequests ?? false
  const limits = { fetch, insecure, signal: ctx.request.signal, milliseconds: provider.timeout }
  return { client: clientOf(provider), fetch: outbound(limits), now: ctx.now }
}

function tokensOf({ token, secret, fields }: CredentialsResponse): OAuth1TokenSet {
  return { ...fields, oauth_token: token, oauth_token_secret: secret }
}

async function profileOf(tokens: OAuth1TokenSet, provider: OAuth1Provider, place: Place): Promise<Profile> {
  const fetch = signingFetch({ ...place, token: { token: tokens.oauth_token, secret: tokens.oauth_token_secret } })
  const request = typeof provider.userinfo === 'object' ? provider.userinfo.request : undefined
  return request ? request({ tokens, provider, fetch }) : askSignedProfile(profileAddress(provider), fetch)
}

function laneOf({ id }: OAuth1Provider): { readonly id: string; readonly crossSite: false } {
  return { id, crossSite: false }
}
