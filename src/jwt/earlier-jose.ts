import { concat, fromBase64url, fromUtf8, toBase64url, toUtf8 } from '../crypto/bytes.js'
import { equal } from '../crypto/compare.js'

/** More than a token may weigh decompressed: refused before it is all there. */
const largest = 65_536

/** The header of a token (RFC 7515 §4, RFC 7516 §4), unproven. `null` for what is none, or asks for what nobody here understands. */
export function headerOf(token: string): Readonly<Record<string, unknown>> | null {
  const bytes = fromBase64url(token.slice(0, token.indexOf('.')))
  const header: unknown = bytes && JSON.parse(fromUtf8(bytes))
  return typeof header === 'object' && header !== null && !('crit' in header) ? (header as Record<string, unknown>) : null
}

/** What a JWS with HMAC-SHA-512 says (RFC 7518 §3.2), or `null`. */
export async function verifyHs512(token: string, raw: Uint8Array): Promise<string | null> {
  const [header, payload, signature, ...rest] = token.split('.', 4)
  const [said, proof] = [fromBase64url(payload ?? ''), fromBase64url(signature ?? '')]
  if (!header || !said || !proof || rest.length > 0 || headerOf(token)?.alg !== 'HS512') return null
  const key = await crypto.subtle.importKey('raw', source(raw), { name: 'HMAC', hash: 'SHA-512' }, false, ['verify'])
  const proven = await crypto.subtle.verify('HMAC', key, source(proof), source(toUtf8(`${header}.${payload}`)))
  return proven ? fromUtf8(said) : null
}

/** What a JWE under this very key says (`dir`, RFC 7518 §4.5), or `null`. */
export async function decryptDirectly(token: string, key: Uint8Array): Promise<string | null> {
  const parts = partsOf(token)
  const header = headerOf(token)
  if (!parts || header?.alg !== 'dir') return null
  const open = header.enc === 'A256GCM' ? openGcm : header.enc === 'A256CBC-HS512' ? openCbc : null
  const plain = await open?.(key, parts)
  return plain ? fromUtf8(header.zip === undefined ? plain : await inflate(plain)) : null
}

interface Parts {
  /** The header as it came: what is authenticated beside the content (RFC 7516 §5.2, step 15). */
  readonly associated: Uint8Array
  readonly iv: Uint8Array
  readonly data: Uint8Array
  readonly tag: Uint8Array
}

function partsOf(token: string): Parts | null {
  const [header, wrapped, ...sealed] = token.split('.', 6)
  const [iv, data, tag] = sealed.map(fromBase64url)
  return header && wrapped === '' && sealed.length === 3 && iv && data && tag ? { associated: toUtf8(header), iv, data, tag } : null
}

type Open = (key: Uint8Array, parts: Parts) => Promise<Uint8Array | null>

/** RFC 7518 §5.3. */
const openGcm: Open = async (raw, { associated, iv, data, tag }) => {
  if (raw.length !== 32 || iv.length !== 12 || tag.length !== 16) return null
  const key = await crypto.subtle.importKey('raw', source(raw), 'AES-GCM', false, ['decrypt'])
  const how = { name: 'AES-GCM', iv: source(iv), additionalData: source(associated), tagLength: 128 }
  return new Uint8Array(await crypto.subtle.decrypt(how, key, source(concat(data, tag))))
}

/** RFC 7518 §5.2.2.2: proven first, decrypted then. The first half of the key proves, the second decrypts. */
const openCbc: Open = async (raw, { associated, iv, data, tag }) => {
  if (raw.length !== 64 || iv.length !== 16 || tag.length !== 32) return null
  const bits = new Uint8Array(8)
  new DataView(bits.buffer).setBigUint64(0, BigInt(associated.length * 8))
  const mac = await crypto.subtle.importKey('raw', source(raw.subarray(0, 32)), { name: 'HMAC', hash: 'SHA-512' }, false, ['sign'])
  const proof = new Uint8Array(await crypto.subtle.sign('HMAC', mac, source(concat(associated, iv, data, bits))))
  if (!equal(toBase64url(proof.subarray(0, 32)), toBase64url(tag))) return null
  const key = await crypto.subtle.importKey('raw', source(raw.subarray(32)), 'AES-CBC', false, ['decrypt'])
  return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: source(iv) }, key, source(data)))
}

/** `zip` of v3 (RFC 7516 §4.1.3), after what came was proven. Next's edge runtime has no streams for it: then this throws. */
async function inflate(plain: Uint8Array): Promise<Uint8Array> {
  // Looked up on `globalThis`: by its bare name, bundlers for the edge would warn whoever never meets such a token.
  const { DecompressionStream: Inflating } = globalThis as { DecompressionStream?: typeof globalThis.DecompressionStream }
  if (!Inflating) throw new TypeError('This runtime cannot decompress.')
  const parts: Uint8Array[] = []
  let length = 0
  const stream = new Blob([source(plain)]).stream().pipeThrough(new Inflating('deflate-raw'))
  for (const reader = stream.getReader(); ; ) {
    const { value, done } = await reader.read()
    if (done) return concat(...parts)
    length += value.length
    if (length > largest) throw new RangeError('More than a token may weigh.')
    parts.push(value)
  }
}

/** HKDF with SHA-256 (RFC 5869), as `@panva/hkdf` does it. */
export async function hkdf(secret: string, salt: string, info: string, length: number): Promise<Uint8Array> {
  const material = await crypto.subtle.importKey('raw', source(toUtf8(secret)), 'HKDF', false, ['deriveBits'])
  const how = { name: 'HKDF', hash: 'SHA-256', salt: source(toUtf8(salt)), info: source(toUtf8(info)) }
  return new Uint8Array(await crypto.subtle.deriveBits(how, material, length * 8))
}

/** The name of a symmetric key (RFC 7638 §3.2) by SHA-512. */
export async function thumbprint(key: Uint8Array): Promise<string> {
  const members = toUtf8(`{"k":"${toBase64url(key)}","kty":"oct"}`)
  return toBase64url(new Uint8Array(await crypto.subtle.digest('SHA-512', source(members))))
}

/** Our octets never lie in shared memory, which is all that the stricter type rules out. */
function source(bytes: Uint8Array): BufferSource {
  return bytes as BufferSource
}
