/** What one session read sets in motion, counted and not timed: promises, jobs of the thread pool; and what it keeps in memory. */
import { createHook } from 'node:async_hooks'
import { createOurs, createPeer, peerNames } from '../peers/index.js'
import '../next-request.js'
import { signedIn } from './http.js'

/** Resources that Node gives to libuv's thread pool. */
const pooled = /^(HASH|HKDF|DERIVE|SIGN|VERIFY|CIPHER|CHECKPRIME|KEYGEN|KEYPAIRGEN|KEYEXPORT|RANDOM|PBKDF2|SCRYPT|ARGON|FS|GETADDRINFO|GETNAMEINFO|ZLIB|BROTLI)/i

export async function measure() {
  const counts = {}
  const everybody = await createOurs({}, { encrypted: true, next: true })
  for (const name of peerNames) everybody.push(await createPeer(name))
  for (const peer of everybody) {
    await signedIn(peer)
    const make = () => (peer.convert ?? ((request) => request))(peer.browser.request(peer.paths.session))
    const handled = await countOf((request) => peer.handle(request), make)
    const read = peer.read ? await countOf((headers) => peer.read(headers), () => make().headers) : undefined
    counts[peer.name] = { handled, ...(read ? { read } : {}) }
  }
  return { counts }
}

/** @returns {Promise<{ promises: number, pool: number, setCookies?: number }>} */
export async function countOf(work, make) {
  for (let warm = 0; warm < 50; warm++) await work(make())
  const seen = { promises: 0, pool: 0 }
  const hook = createHook({
    init(_id, type) {
      if (type === 'PROMISE') seen.promises++
      else if (pooled.test(type)) seen.pool++
    },
  })
  const input = make()
  hook.enable()
  const answer = work(input)
  // Nothing of ours makes a promise while the hook looks, but this one.
  await (answer instanceof Promise ? new Promise((resolve) => answer.then(resolve)) : undefined)
  hook.disable()
  const own = answer instanceof Promise ? 3 : 1
  return { promises: seen.promises - own, pool: seen.pool, ...((await answer) instanceof Response ? { setCookies: (await answer).headers.getSetCookie().length } : {}) }
}
