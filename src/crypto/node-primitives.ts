import { builtin } from '../base/builtin.js'
import { concat, fromUtf8, toUtf8 } from './bytes.js'
import type { Primitives } from './primitives.js'

const cipher = 'aes-256-gcm'

/** `undefined` where there is no `node:crypto`. */
export function nodePrimitives(): Primitives | undefined {
  // Not imported: edge bundlers refuse a `node:` module even in a branch that never runs.
  const node = builtin('node:crypto')
  if (typeof node?.createSecretKey !== 'function') return undefined
  return {
    runtime: 'node',
    sha256: (text) => node.hash('sha256', text, 'base64url'),
    hkdf: (secret, info, length) => new Uint8Array(node.hkdfSync('sha256', secret, '', info, length)),
    hmac(hash, key) {
      // A kept KeyObject: raw octets are wrapped anew on each call, which costs more than the HMAC.
      const kept = node.createSecretKey(key)
      return (data) => node.createHmac(hash, kept).update(data).digest()
    },
    encrypt(key, iv, associated, text) {
      const work = node.createCipheriv(cipher, node.createSecretKey(key), iv)
      work.setAAD(toUtf8(associated))
      return concat(work.update(text, 'utf8'), work.final(), work.getAuthTag())
    },
    decrypt(key, { iv, data, tag }, associated) {
      // The length is said, because Node takes shorter tags otherwise (SP 800-38D appendix C).
      const work = node.createDecipheriv(cipher, node.createSecretKey(key), iv, { authTagLength: 16 })
      work.setAAD(toUtf8(associated))
      work.setAuthTag(tag)
      const text = work.update(data)
      // Throws when the tag does not fit; in this mode it has no octets of its own.
      work.final()
      return fromUtf8(text)
    },
  }
}
