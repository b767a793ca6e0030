import { lazily } from '../base/lazily.js'
import { andThen, orNull } from '../base/maybe-promise.js'
import type { JWT, MaybePromise } from '../base/types.js'
import type { Keyring } from '../crypto/keys.js'
import { deepFreeze, holdsNow, parseClaims, type Validity } from './claims.js'
import { createEncrypter } from './encrypt.js'
import { createMemo, type Memo } from './memo.js'
import { carriesProviderToken } from './provider-token.js'
import { createSigner } from './sign.js'

const loadWriting = lazily(() => import('./write-claims.js'))
/** Longer than all cookies of a request together: nothing beyond is looked at. */
const maxLength = 65_536

export interface TokenCodec {
  /** Throws, or rejects, with `AuthError` when the claims cannot be a token. */
  encode(claims: JWT, how: EncodeOptions): MaybePromise<string>
  /**
   * The claims, or `null` when the token is none of ours, was changed, is for somebody else or has ended. No token makes it throw: only
   * keys that cannot be made do, since then nobody knows. Claims that are remembered are frozen.
   */
  decode(token: string, how: Validity): MaybePromise<JWT | null>
  /** Whoever signs out leaves nothing behind. */
  forget(token: string): void
}

export interface EncodeOptions extends Validity {
  /** Seconds from `now`. */
  readonly maxAge: number
  /** Encrypts this one in any case. It says so in a claim, `encrypted`, and stays encrypted when its claims are encoded again. */
  readonly encrypt?: boolean
}

export interface TokenCodecOptions {
  readonly keyring: Keyring
  /** `true`: all tokens are encrypted, and others refused. `false`: signed and readable. Left out: written as for `false`, read in both forms. */
  readonly encryption?: boolean | undefined
  /** What the tokens are for. A token of one purpose is nothing to another. Default `session`. */
  readonly purpose?: string
  /** Keeps verified tokens in mind for half a minute at most. Default true. */
  readonly remember?: boolean
  /** Seconds after `iat` at which a token is due to be renewed, and no longer worth remembering. */
  readonly updateAge?: number
}

/**
 * Writes and reads session tokens. Readable and signed unless `encryption` is set; but a token that carries a provider's token
 * is encrypted always.
 */
export function createTokenCodec(options: TokenCodecOptions): TokenCodec {
  const { keyring, remember = true, updateAge = Number.POSITIVE_INFINITY } = options
  const { write, open } = createForms(options)
  // Where hashing is a promise, it takes as long as verifying again.
  const memo = remember && keyring.primitives.runtime === 'node' ? createMemo<JWT>() : undefined
  // By a digest: whoever sees the memory of the process finds no token in it that a browser could send.
  const idOf = (token: string): MaybePromise<string> => keyring.primitives.sha256(token)
  return {
    encode: (claims, how) => write(claims, how),
    decode(token, how) {
      if (typeof token !== 'string' || token === '' || token.length > maxLength) return null
      if (memo) return andThen(idOf(token), (id) => decodeOnce(token, id, how, { open, memo, updateAge }))
      return andThen(open(token), (claims) => (claims && holdsNow(claims, how) ? claims : null))
    },
    forget(token) {
      if (memo) andThen(idOf(token), memo.forget)
    },
  }
}

interface Reading {
  readonly open: (token: string) => MaybePromise<JWT | null>
  readonly memo: Memo<JWT>
  readonly updateAge: number
}

/** What is remembered is that a token is ours and what it says; whether it holds now, and here, is asked each time. */
function decodeOnce(token: string, id: string, how: Validity, { open, memo, updateAge }: Reading): MaybePromise<JWT | null> {
  const known = memo.recall(id, how.now)
  if (known) return holdsNow(known, how) ? known : null
  return andThen(open(token), (claims) => {
    if (!claims || !holdsNow(claims, how)) return null
    const { exp = 0, iat = 0 } = claims
    memo.keep(id, claims, { now: how.now, until: Math.min(exp, iat + updateAge) * 1000 })
    return claims
  })
}

interface Forms {
  write(claims: JWT, how: EncodeOptions): MaybePromise<string>
  open(token: string): MaybePromise<JWT | null>
}

function createForms({ keyring, encryption, purpose = 'session', remember = true }: TokenCodecOptions): Forms {
  const kind = { purpose, type: purpose === 'session' ? 'session+jwt' : 'JWT' }
  const signer = createSigner(keyring, kind)
  const encrypter = createEncrypter(keyring, kind)
  const read = (text: string | null, accepts: (claims: JWT) => boolean = () => true): MaybePromise<JWT | null> =>
    orNull(() => {
      const claims = text === null ? null : parseClaims(text)
      if (!claims || !accepts(claims)) return null
      return remember ? deepFreeze(claims) : claims
    })
  return {
    write: (claims, how) =>
      andThen(loadWriting(), ({ writeClaims, withinBounds }) => {
        const text = writeClaims(how.encrypt && !encryption ? { ...claims, encrypted: true } : claims, how)
        // Judged as it will be read, after `toJSON` and without what is `undefined`.
        return andThen(encryption || isSecret(JSON.parse(text)) ? encrypter.encrypt(text) : signer.sign(text), (token) =>
          withinBounds(token, maxLength),
        )
      }),
    open(token) {
      // RFC 7518 §4.5: the second of five parts is empty. The second of three never is.
      if (!token.includes('..')) return encryption ? null : andThen(signer.verify(token), (text) => read(text))
      // Where readable ones are written, an encrypted one is taken only when it had to be: one form for one content.
      return andThen(encrypter.decrypt(token), (text) => read(text, (claims) => encryption !== false || isSecret(claims)))
    },
  }
}

function isSecret(claims: JWT): boolean {
  return claims.encrypted === true || carriesProviderToken(claims)
}
