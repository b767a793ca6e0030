import type { TokenEndpointResponse } from 'oauth4webapi'
import type { Possession } from './dpop.js'
import { CheckFailed } from './failure.js'

/**
 * The token endpoint's answer with its known oddities put right, before the library judges it: lifetimes that are no number, lists where
 * RFC 6749 §5.1 has a string, `null` where a member should be absent, and what this service is known to leave out. `keep` takes an ID
 * token out that is not going to be judged.
 */
export async function readableTokens(
  response: Response,
  idToken: 'prove' | 'keep',
  defaults: Readonly<Record<string, string>>,
): Promise<{ readonly response: Response; readonly idToken: string | undefined }> {
  const text = await response.text()
  const again = (body: string): Response => new Response(body, { status: response.status, headers: response.headers })
  const tokens = response.status === 200 ? parseObject(text) : undefined
  if (!tokens) return { response: again(text), idToken: undefined }
  for (const name of ['refresh_token', 'id_token', 'scope', 'expires_in'])
    if (tokens[name] === null || tokens[name] === '') delete tokens[name]
  // An error may come with status 200 (PF-06): nothing is added to one.
  if (tokens.access_token !== undefined) for (const [name, value] of Object.entries(defaults)) tokens[name] ??= value
  if (Array.isArray(tokens.scope)) tokens.scope = tokens.scope.filter((part) => typeof part === 'string').join(' ')
  if (!isLifetime(tokens.expires_in)) delete tokens.expires_in
  const found = typeof tokens.id_token === 'string' ? tokens.id_token : undefined
  if (idToken === 'keep') delete tokens.id_token
  return { response: again(JSON.stringify(tokens)), idToken: found }
}

/** An access token of another kind than was asked for (RFC 6749 §7.1, RFC 9449 §5), or one that no header holds (RFC 6749 §A.12). */
export function refuseUnusable({ access_token, token_type }: TokenEndpointResponse, possession: Possession | undefined): void {
  if (possession && token_type !== 'dpop')
    throw new CheckFailed('The access token is not bound to the key (RFC 9449 §5): the service ignores DPoP.')
  if (!possession && token_type === 'dpop') throw new CheckFailed('The access token is bound to a key, and none was sent. Set `dpop`.')
  if (!/^[\x20-\x7e]+$/.test(access_token)) throw new CheckFailed('The access token has characters that no token has (RFC 6749 §A.12).')
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}

/** A hundred years at most: beyond it a date is no date any more. */
function isLifetime(value: unknown): boolean {
  const seconds = typeof value === 'string' && /^\d{1,10}(\.\d+)?$/.test(value) ? Number(value) : value
  return typeof seconds === 'number' && seconds >= 0 && seconds <= 100 * 366 * 86_400
}
