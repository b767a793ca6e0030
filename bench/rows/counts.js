/** What one session read sets in motion, counted and not timed: promises, jobs of the thread pool; and what it keeps in memory. */
import { createHook } from 'node:async_hooks'
import { everybody } from '../peers/index.js'
import '../next-request.js'
import { signedIn } from './http.js'

/** Resources that Node gives to libuv's thread pool. */
const pooled =
  /^(HASH|HKDF|DERIVE|SIGN|VERIFY|CIPHER|CHECKPRIME|KEYGEN|KEYPAIRGEN|KEYEXPORT|RANDOM|PBKDF2|SCRYPT|ARGON|FS|GETADDRINFO|GETNAMEINFO|ZLIB|BROTLI)/i

export async function measure() {
  const counts = {}
  for (const peer of await everybody({ encrypted: true, next: true })) {
    await signedIn(peer)
    const make = () => (peer.convert ?? ((request) => request))(peer.browser.request(peer.paths.session))
    const handled = await countOf((request) => peer.handle(request), make)
    const read = peer.read
      ? await countOf(
          (headers) => peer.read(headers),
          () => make().headers,
        )
      : undefined
    counts[peer.name] = { handled, ...(read ? { read } : {}) }
  }
  return { counts }
}

/** @returns {Promise<{ promises: number, pool: number, setCookies?: number }>} */
export async function countOf(work, make) {
  for (let warm = 0; warm < 50; warm++) await work(make())
  const { seen, answer } = await watched(work, make())
  // What watching itself makes: the same with a promise, or a value, that was there before.
  const there = answer instanceof Promise ? Promise.resolve() : null
  const own = (await watched(() => there)).seen.promises
  const known = await answer
  return {
    promises: seen.promises - own,
    pool: seen.pool,
    ...(known instanceof Response ? { setCookies: known.headers.getSetCookie().length } : {}),
  }
}

async function watched(work, input) {
  const seen = { promises: 0, pool: 0 }
  const hook = createHook({
    init(_id, type) {
      if (type === 'PROMISE') seen.promises++
      else if (pooled.test(type)) seen.pool++
    },
  })
  hook.enable()
  const answer = work(input)
  if (answer instanceof Promise) await new Promise((resolve) => answer.then(resolve))
  hook.disable()
  // In an object: `await` must not unwrap it.
  return { seen, answer }
}
