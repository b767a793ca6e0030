import { AuthError } from '../../base/errors.js'

/** What Apple gives to a developer in place of a secret. */
export interface AppleKey {
  teamId: string
  keyId: string
  /** The text of the `.p8` file; `\n` may stand for its line ends. */
  privateKey: string
}

const audience = 'https://appleid.apple.com'
/** Seconds. Apple allows six months; a secret that is made when needed can be short-lived. */
const lifetime = 3600

/** Makes the client secret that Apple wants: a JWT signed with ES256, kept until it is nearly over. */
export function clientSecretBy(key: AppleKey): (clientId: string) => Promise<string> {
  let kept: { readonly secret: string; readonly clientId: string; readonly expires: number } | undefined
  return async (clientId) => {
    const now = Math.floor(Date.now() / 1000)
    if (kept && kept.clientId === clientId && kept.expires - now > 60) return kept.secret
    const expires = now + lifetime
    kept = { secret: await sign(key, { iss: key.teamId, iat: now, exp: expires, aud: audience, sub: clientId }), clientId, expires }
    return kept.secret
  }
}

async function sign({ keyId, privateKey }: AppleKey, claims: object): Promise<string> {
  const text = `${encode(JSON.stringify({ alg: 'ES256', kid: keyId, typ: 'JWT' }))}.${encode(JSON.stringify(claims))}`
  // WebCrypto signs in the form that a JWT wants: r and s, 32 octets each (RFC 7518 §3.4).
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
  const key = await crypto.subtle.importKey('pkcs8', readPem(privateKey), algorithm, false, ['sign']).catch(refuse)
  const signature = await crypto.subtle.sign(algorithm, key, new TextEncoder().encode(text))
  return `${text}.${encode(String.fromCharCode(...new Uint8Array(signature)))}`
}

function readPem(pem: string): Uint8Array<ArrayBuffer> {
  const base64 = pem
    .replaceAll('\\n', '\n')
    .replace(/-----[A-Z ]+-----/g, '')
    .replace(/\s/g, '')
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return refuse()
  }
}

function refuse(): never {
  throw new AuthError('InvalidOption', 'Provider `apple`: `clientSecret.privateKey` is not the text of the .p8 file that Apple gave you.')
}

/** Everything that is signed here is ASCII or octets. */
function encode(text: string): string {
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
