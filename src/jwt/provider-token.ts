import { fromBase64url, fromUtf8 } from '../crypto/bytes.js'

/** What providers give to act for a user (RFC 6749 §1.4, §1.5; OpenID Connect Core §2; RFC 5849 §2.3), as protocols and as JavaScript write it. */
const names = new Set(
  ['access_token', 'refresh_token', 'id_token', 'oauth_token', 'oauth_token_secret'].flatMap((name) => [name, camelCase(name)]),
)

/** Whether a provider's token is among the claims, at any depth: by its name, or because a text is itself a JWS or JWE. */
export function carriesProviderToken(claims: unknown): boolean {
  if (typeof claims === 'string') return isCompactToken(claims)
  if (typeof claims !== 'object' || claims === null) return false
  if (Array.isArray(claims)) return claims.some(carriesProviderToken)
  return Object.entries(claims).some(([name, value]) => names.has(name) || carriesProviderToken(value))
}

function camelCase(name: string): string {
  return name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** Three parts or five, the first of them a JSON object with `alg` (RFC 7515 §7.1, RFC 7516 §7.1). */
function isCompactToken(text: string): boolean {
  // `{` begins with an `e` in base64.
  if (!text.startsWith('e')) return false
  const parts = text.split('.', 6)
  if (parts.length !== 3 && parts.length !== 5) return false
  const header = fromBase64url(parts[0] ?? '')
  if (header === null) return false
  try {
    return typeof JSON.parse(fromUtf8(header))?.alg === 'string'
  } catch {
    return false
  }
}
