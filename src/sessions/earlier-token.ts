import type { JWT, MaybePromise } from '../base/types.js'
import type { Visit } from '../config/context.js'
import type { Settings } from '../config/settings.js'
import { createEarlierReader, type EarlierReader } from '../jwt/earlier.js'
import { readEarlierCookie } from './earlier-cookie.js'

/** Reads session tokens of v3, v4 and v5. For v5 the name of the cookie is part of the key, so there is a reader for each name. */
export function earlierTokens({ secrets, jwt }: Settings): (visit: Visit) => MaybePromise<JWT | null> {
  const { signingKey, verificationKey, encryptionKey, decryptionKey, encryption, maxAge } = jwt
  const keys = { signingKey, verificationKey, encryptionKey, decryptionKey }
  const readers = new Map<string, EarlierReader>()
  return (visit) => {
    const cookie = readEarlierCookie(visit)
    if (!cookie) return null
    const { name, value } = cookie
    const reader = readers.get(name) ?? createEarlierReader({ ...keys, secrets, salt: '', names: [name], encryption })
    readers.set(name, reader)
    return reader(value, { now: visit.now, maxAge })
  }
}
