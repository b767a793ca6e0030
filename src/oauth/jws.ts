import { CheckFailed } from './failure.js'

/** One part of a compact JWS (RFC 7515 §7.1), not yet believed. */
export function readPart(token: string, index: 0 | 1): { readonly text: string; readonly json: Readonly<Record<string, unknown>> } {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytesOf(token.split('.')[index] ?? ''))
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null && !Array.isArray(json)) return { text, json: json as Record<string, unknown> }
  } catch {
    // Falls through: what it holds is not repeated.
  }
  throw new CheckFailed("The token's header or payload is not a JSON object.")
}

export function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  const bytes = new Uint8Array(binary.length)
  for (let i = 0; i < binary.length; i++) bytes[i] = binary.charCodeAt(i)
  return bytes
}

/** Whether an object in this JSON names a member twice; parsers differ on which one counts. The text is JSON that parses. */
export function hasDuplicates(json: string): boolean {
  const open: (Set<string> | null)[] = []
  const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g
  let name: string | undefined
  for (const [token] of json.matchAll(tokens)) {
    const members = open.at(-1)
    if (token === '{') open.push(new Set())
    else if (token === '[') open.push(null)
    else if (token === '}' || token === ']') open.pop()
    else if (token === ':' && members && name !== undefined) {
      if (members.has(name)) return true
      members.add(name)
    }
    name = token.startsWith('"') ? (JSON.parse(token) as string) : undefined
  }
  return false
}

/** OIDC Core §3.1.3.6: the left half of the hash that the signature's algorithm uses. */
export async function atHash(alg: string, accessToken: string): Promise<string> {
  const size = /^(EdDSA|Ed25519)$/.test(alg) ? '512' : alg.slice(-3)
  const hash = await crypto.subtle.digest(`SHA-${size}`, new TextEncoder().encode(accessToken))
  const half = new Uint8Array(hash, 0, hash.byteLength / 2)
  return btoa(String.fromCharCode(...half))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '')
}

/** RFC 7518 §3.2. */
export async function verifyHmac(alg: string, token: string, secret: string): Promise<boolean> {
  const size = /^HS(256|384|512)$/.exec(alg)?.[1]
  if (!size || secret === '') return false
  const key = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), { name: 'HMAC', hash: `SHA-${size}` }, false, [
    'verify',
  ])
  const dot = token.lastIndexOf('.')
  return crypto.subtle.verify('HMAC', key, bytesOf(token.slice(dot + 1)), new TextEncoder().encode(token.slice(0, dot)))
}
