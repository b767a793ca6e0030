import {
  allowInsecureRequests,
  customFetch,
  jwksCache,
  processUserInfoResponse,
  protectedResourceRequest,
  userInfoRequest,
  validateApplicationLevelSignature,
} from 'oauth4webapi'
import { clientOf, type Registration } from './client.js'
import { type Possession, withNonce } from './dpop.js'
import { CheckFailed } from './failure.js'
import type { Keys } from './keys.js'
import { outbound } from './outbound.js'
import type { Server } from './server.js'

export interface UserinfoQuestion {
  readonly server: Server
  readonly registration: Registration
  readonly accessToken: string
  readonly fetch: typeof globalThis.fetch
  readonly insecure: boolean
  readonly signal: AbortSignal | undefined
  readonly milliseconds: number | undefined
  readonly possession: Possession | undefined
  readonly now: number
}

/** OIDC Core §5.3: about the same subject as the ID token, or nothing (§5.3.2). A signed answer is verified. */
export async function askUserinfo(question: UserinfoQuestion, subject: string, keys: Keys): Promise<Record<string, unknown>> {
  const { server, registration, accessToken, insecure, possession, now } = question
  const client = clientOf(registration, now)
  const options = {
    [customFetch]: outbound(question) as (url: string, options: object) => Promise<Response>,
    [allowInsecureRequests]: insecure,
    headers: { 'user-agent': 'next-auth' },
    ...(possession ? { DPoP: possession } : {}),
  }
  const response = await withNonce(possession, () => userInfoRequest(server, client, accessToken, options))
  const signed = response.headers.get('content-type')?.split(';')[0]?.trim() === 'application/jwt'
  const answer = await processUserInfoResponse(server, client, subject, response)
  if (signed) await verifySigned(response, question, keys)
  return answer
}

async function verifySigned(response: Response, { server, now, ...source }: UserinfoQuestion, keys: Keys): Promise<void> {
  if (!server.jwks_uri) throw new CheckFailed("The service's `jwks_uri` is neither configured nor in its description.")
  const set = await keys.get(server.jwks_uri, now, source)
  await validateApplicationLevelSignature({ ...server }, response, {
    [jwksCache]: { jwks: { keys: [...set.keys] }, uat: Math.floor(Date.now() / 1000) },
  })
}

/** How a service's profile request differs from the one of RFC 6750 §2.1. */
export interface ProfileForm {
  readonly method: 'GET' | 'POST'
  readonly json: Readonly<Record<string, unknown>> | undefined
  readonly headers: Readonly<Record<string, string>>
  /** The word before the token. */
  readonly scheme: string
  /** The query parameter that carries the token instead. */
  readonly tokenParam: string | undefined
}

/** The profile of a plain OAuth 2 service: one request with the token, one JSON object. */
export async function askProfile(question: UserinfoQuestion, form: ProfileForm): Promise<Record<string, unknown>> {
  const { server, accessToken, possession, insecure } = question
  if (!server.userinfo_endpoint) throw new CheckFailed('Neither `userinfo` nor a description says where the profile is.')
  const url = new URL(server.userinfo_endpoint)
  const headers = new Headers({ accept: 'application/json', 'user-agent': 'next-auth' })
  for (const [name, value] of Object.entries(form.headers)) headers.set(name, value)
  if (form.tokenParam === undefined) headers.set('authorization', `${form.scheme} ${accessToken}`.trim())
  else url.searchParams.set(form.tokenParam, accessToken)
  if (form.json) headers.set('content-type', 'application/json')
  const body = form.json ? JSON.stringify(form.json) : null
  const fetch = outbound(question)
  const options = { [customFetch]: fetch as (url: string, options: object) => Promise<Response>, [allowInsecureRequests]: insecure }
  const response = possession
    ? await withNonce(possession, () =>
        protectedResourceRequest(accessToken, form.method, url, headers, body, { ...options, DPoP: possession }),
      )
    : await fetch(url, { method: form.method, headers, body })
  if (response.status !== 200) throw new CheckFailed(`The profile could not be read: status ${response.status}.`)
  const answer: unknown = await response.json().catch(() => undefined)
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) throw new CheckFailed('The profile is not a JSON object.')
  return answer as Record<string, unknown>
}
