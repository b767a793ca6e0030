import { CheckFailed } from '../failure.js'
import { authorizationHeader } from './authorization-header.js'
import { baseString, type Parameter } from './base-string.js'
import { type ClientCredentials, protocolParameters, type TokenCredentials } from './protocol-parameters.js'
import { signatureOf } from './signature.js'

export interface Signing {
  readonly client: ClientCredentials
  readonly token?: TokenCredentials | undefined
  /** `oauth_callback`, `oauth_verifier`. */
  readonly more?: readonly Parameter[]
  readonly fetch: typeof globalThis.fetch
  /** Milliseconds since 1970. */
  readonly now: number
}

/** `fetch` that signs what it sends (RFC 5849 §3), with a nonce of its own for every request. */
export function signingFetch({ client, token, more = [], fetch, now }: Signing): typeof globalThis.fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const url = new URL(request.url)
    // A space in a query is `+` to some services only; `%20` is one to all, and the signature depends on it.
    url.search = url.search.replaceAll('+', '%20')
    if (client.method === 'PLAINTEXT' && url.protocol !== 'https:')
      throw new CheckFailed('`PLAINTEXT` sends the secrets themselves, so the address must be https (RFC 5849 §3.4.4).')
    const body = request.body ? await request.arrayBuffer() : undefined
    const oauth = [...protocolParameters(client, token, now), ...more]
    const base = baseString(request.method, url, [...oauth, ...formOf(request, body)])
    const keys = { clientSecret: client.secret, tokenSecret: token?.secret ?? '', privateKey: client.privateKey }
    const signature = await signatureOf(client.method, base, keys)
    request.headers.set('authorization', authorizationHeader([...oauth, ['oauth_signature', signature]], client.realm))
    if (!request.headers.has('user-agent')) request.headers.set('user-agent', 'next-auth')
    return fetch(url, { method: request.method, headers: request.headers, ...(body ? { body } : {}) })
  }
}

/** §3.4.1.3.1: a body is signed only when it is a form. */
function formOf(request: Request, body: ArrayBuffer | undefined): Iterable<Parameter> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  return type === 'application/x-www-form-urlencoded' ? new URLSearchParams(new TextDecoder().decode(body)) : []
}
