import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'
import { Failure } from './failure.js'

/** SCRAM-SHA-256 (RFC 5802, RFC 7677), the server's side. */
export interface Scram {
  step(message: string): { readonly answer: string; readonly done: boolean }
}

const iterations = 4096

export function createScram(passwords: ReadonlyMap<string, string>): Scram {
  const salt = randomBytes(16)
  let bare = ''
  let first = ''
  let password: string | undefined
  return {
    step(message) {
      if (bare === '') {
        bare = message.slice(message.indexOf('n='))
        const { n = '', r = '' } = attributes(bare)
        password = passwords.get(n.replaceAll('=2C', ',').replaceAll('=3D', '='))
        first = `r=${r}${randomBytes(18).toString('base64')},s=${salt.toString('base64')},i=${iterations}`
        return { answer: first, done: false }
      }
      return { answer: prove(message, `${bare},${first}`, password, salt), done: true }
    },
  }
}

function prove(final: string, begun: string, password: string | undefined, salt: Buffer): string {
  const { p = '' } = attributes(final)
  const all = `${begun},${final.slice(0, final.lastIndexOf(',p='))}`
  const salted = pbkdf2Sync(password ?? randomBytes(16).toString('hex'), salt, iterations, 32, 'sha256')
  const clientKey = hmac(salted, 'Client Key')
  const stored = createHash('sha256').update(clientKey).digest()
  const signature = hmac(stored, all)
  const expected = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)))
  const given = Buffer.from(p, 'base64')
  if (given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new Failure(18, 'AuthenticationFailed', 'Authentication failed.')
  return `v=${hmac(hmac(salted, 'Server Key'), all).toString('base64')}`
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

function attributes(text: string): Record<string, string> {
  return Object.fromEntries(text.split(',').map((part) => [part.slice(0, 1), part.slice(2)]))
}
