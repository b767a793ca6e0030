import { constants, createHmac, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

export interface SigningKey {
  readonly kid: string
  readonly alg: string
  readonly key: KeyObject
}

/** The public half, as a provider publishes it. */
export type PublicKey = Record<string, unknown>

export function newKey(alg: string, kid: string, bits = 2048): SigningKey {
  if (alg.startsWith('ES')) {
    const curve = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }[alg] as string
    return { kid, alg, key: generateKeyPairSync('ec', { namedCurve: curve }).privateKey }
  }
  if (alg === 'EdDSA' || alg === 'Ed25519') return { kid, alg, key: generateKeyPairSync('ed25519').privateKey }
  return { kid, alg, key: generateKeyPairSync('rsa', { modulusLength: bits }).privateKey }
}

export function published({ key, kid, alg }: SigningKey, more: PublicKey = {}): PublicKey {
  return { ...createPublicKey(key).export({ format: 'jwk' }), kid, alg, use: 'sig', ...more }
}

export function base64url(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

/** A JWS with any header over any text; `none` and HMAC included, so that they can be refused. */
export function mint(header: Record<string, unknown>, payload: unknown, key: KeyObject | string, alg: string = String(header.alg)): string {
  const input = `${base64url(header)}.${base64url(payload)}`
  return `${input}.${signature(alg, input, key)}`
}

function signature(alg: string, input: string, key: KeyObject | string): string {
  if (typeof key === 'string') return createHmac('sha256', key).update(input).digest('base64url')
  if (!/^(RS|PS|ES|Ed)/.test(alg)) return ''
  const hash = alg.startsWith('Ed') ? null : `sha${alg.slice(2)}`
  const options = {
    key,
    ...(alg.startsWith('PS') ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: Number(alg.slice(2)) / 8 } : {}),
    ...(alg.startsWith('ES') ? { dsaEncoding: 'ieee-p1363' as const } : {}),
  }
  return sign(hash, Buffer.from(input), options).toString('base64url')
}
