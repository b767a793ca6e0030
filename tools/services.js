// `npm run services`, or `npm run services -- redis postgres-15`: starts the servers that can run here, prints their URLs, and ends
// them at Ctrl-C.
import { startAll } from './services/find.js'
import { services } from './services/index.js'

/** @param {readonly string[]} names none means all */
async function main(names) {
  const unknown = names.find((name) => !services.some((service) => service.name === name))
  if (unknown) throw new Error(`No server is called ${unknown}. There are ${services.map(({ name }) => name).join(', ')}.`)
  const { entries, stop } = await startAll(services.filter(({ name }) => names.length === 0 || names.includes(name)))
  for (const { name, url, missing } of entries) console.log(`${name.padEnd(12)} ${url ?? `– ${missing}`}`)
  const run = entries.some(({ url }) => url)
  if (run) console.log('Ctrl-C ends them.')
  if (run) await untilStopped()
  await stop()
}

/** @returns {Promise<void>} */
function untilStopped() {
  // npm puts a shell between itself and us, which passes no signal on: when it is gone, so are we.
  const parent = process.ppid
  return new Promise((resolve) => {
    const done = () => {
      clearInterval(watch)
      resolve()
    }
    const watch = setInterval(() => process.ppid === parent || done(), 500)
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.once(signal, done)
  })
}

main(process.argv.slice(2)).catch(({ message }) => {
  console.error(message)
  process.exitCode = 1
})
