import type { JWT } from '../base/types.js'

/** The end of the year 9999 in seconds; milliseconds taken for seconds lie behind it. */
const latest = 253_402_300_799

export interface Validity {
  /** Milliseconds since 1970. */
  readonly now: number
  /** For whom a token has to be (RFC 7519 §4.1.3). Left out, it may be for anybody. */
  readonly audience?: string | undefined
}

/**
 * The claims of a payload whose origin is proven, or `null` when they are no object or have no end (RFC 7519 §4.1.4). Of a claim that
 * comes twice the last one counts, always. Members called `__proto__` are dropped, at any depth. Throws on what is no JSON.
 */
export function parseClaims(text: string): JWT | null {
  const claims: unknown = JSON.parse(text, withoutProto(text))
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return null
  const { exp, nbf, iat } = claims as Record<string, unknown>
  const dated = isTime(exp) && (nbf === undefined || isTime(nbf)) && (iat === undefined || isTime(iat))
  return dated ? (claims as JWT) : null
}

/** `JSON.parse` makes `__proto__` a member like any other, but whoever assigns it onward may change a prototype. A reviver is slow, so only on suspicion. */
function withoutProto(text: string): ((name: string, value: unknown) => unknown) | undefined {
  // A name can be written with escapes, so they are suspect too.
  if (!text.includes('__proto__') && !text.includes('\\u')) return undefined
  return (name, value) => (name === '__proto__' ? undefined : value)
}

/** NumericDate (RFC 7519 §2), seconds since 1970. */
export function isTime(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= latest
}

/** Judged on every read, however well a token is known. No tolerance: what ends, ends. */
export function holdsNow(claims: JWT, { now, audience }: Validity): boolean {
  const seconds = now / 1000
  const { exp, nbf, aud } = claims
  // Written so that a clock which is no number lets nobody in.
  if (!(typeof exp === 'number' && seconds < exp)) return false
  if (typeof nbf === 'number' && !(nbf <= seconds)) return false
  return audience === undefined || aud === audience
}

/** Makes it, and all that it holds, unchangeable: it is given to more than one request. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  for (const member of Object.values(value)) deepFreeze(member)
  return Object.freeze(value)
}
