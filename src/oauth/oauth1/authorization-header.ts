import type { Parameter } from './base-string.js'
import { percentEncode } from './percent-encode.js'

/** RFC 5849 §3.5.1. The realm is a quoted text (RFC 9110 §5.6.4), everything else is encoded. */
export function authorizationHeader(parameters: readonly Parameter[], realm?: string): string {
  const quoted = realm === undefined ? [] : [`realm="${realm.replace(/["\\]/g, '\\$&')}"`]
  return `OAuth ${[...quoted, ...parameters.map(([name, value]) => `${percentEncode(name)}="${percentEncode(value)}"`)].join(', ')}`
}
