import type { AdapterSession } from '../adapters/contract.js'
import type { Visit } from '../config/context.js'
import { sha256 } from '../crypto/hash.js'
import { keepsMore, type Row, remove, rowOf, type Store } from './rows.js'

/**
 * Whether a store may have this token as it is, which is how v4 and v5 wrote it down. Never what looks like a hash of ours: whoever reads
 * the table of sessions would otherwise be everybody in it.
 */
export function mayBeRaw(token: string, { settings, now }: Visit, { adapter }: Store): boolean {
  return settings.session.earlierUntil > now && !keepsMore(adapter) && !/^[\w-]{43}$/.test(token)
}

/**
 * Keeps the session under the hash of its token from now on; the browser's token goes on working, also in requests that are under way.
 * `null`: it was ended meanwhile.
 */
export function storeHashed({ session }: Row, store: Store): Promise<AdapterSession | null> {
  const { sessionToken } = session
  const running = store.hashing.get(sessionToken) ?? writeHashed(session, store).finally(() => store.hashing.delete(sessionToken))
  store.hashing.set(sessionToken, running)
  return running
}

async function writeHashed({ sessionToken: raw, userId, expires }: AdapterSession, store: Store): Promise<AdapterSession | null> {
  const hashed = { sessionToken: await sha256(raw), userId, expires: new Date(expires) }
  // Another request of this browser may have been first, and does the rest. Tables of v4 need not refuse a second row.
  if (await rowOf(hashed.sessionToken, store)) return hashed
  try {
    await store.call('createSession', () => store.adapter.createSession?.(hashed))
  } catch (error) {
    if (await rowOf(hashed.sessionToken, store)) return hashed
    throw error
  }
  // Signing out deletes the raw one first: if it is gone, so is the session, and what was just made is nobody's.
  const gone = (await rowOf(raw, store)) === null
  await remove(gone ? hashed.sessionToken : raw, store)
  return gone ? null : hashed
}
