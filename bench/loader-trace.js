/** Writes, at exit, every file that was loaded, with its size. */
import { registerHooks } from 'node:module'

const seen = []
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context)
    if (url.startsWith('file:')) seen.push({ url, bytes: Buffer.byteLength(loaded.source ?? '') })
    return loaded
  },
})
process.on('exit', () => console.log(JSON.stringify(seen)))
