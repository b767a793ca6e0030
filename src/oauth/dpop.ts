import { DPoP, type DPoPHandle, generateKeyPair } from 'oauth4webapi'

/** Proves possession of a key with each request, and remembers the nonces that servers hand out (RFC 9449 §8). */
export type Possession = DPoPHandle

export interface Possessions {
  /** One per service: a key pair of the application's, or one made the first time. `undefined` where tokens need no key. */
  of(service: string, wish: boolean | CryptoKeyPair | undefined): Promise<Possession | undefined>
}

export function createPossessions(): Possessions {
  const made = new Map<string, Promise<Possession>>()
  return {
    async of(service, wish) {
      if (!wish) return undefined
      const known = made.get(service) ?? open(wish)
      made.set(service, known)
      known.catch(() => made.delete(service))
      return known
    },
  }
}

async function open(wish: true | CryptoKeyPair): Promise<Possession> {
  return DPoP({}, wish === true ? await generateKeyPair('ES256') : wish)
}

/** Sends once more when the server wants its nonce in the proof: it has not looked at the code or the token then (RFC 9449 §8, §9). */
export async function withNonce(possession: Possession | undefined, send: () => Promise<Response>): Promise<Response> {
  const response = await send()
  return possession && (await wantsNonce(response)) ? send() : response
}

async function wantsNonce(response: Response): Promise<boolean> {
  if (response.status === 401) return /error="?use_dpop_nonce"?/.test(response.headers.get('www-authenticate') ?? '')
  if (response.status !== 400) return false
  const answer: unknown = await response
    .clone()
    .json()
    .catch(() => undefined)
  return (answer as { error?: unknown } | undefined)?.error === 'use_dpop_nonce'
}
