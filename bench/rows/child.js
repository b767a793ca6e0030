/** One group of rows in a process of its own: what one has left in memory slows nobody else down. */
import { median } from '../measure.js'
import { prepareEnvironment } from '../world.js'

prepareEnvironment()
const [group, how] = process.argv.slice(2)
const { measure } = await import(`./${group}.js`)
const rows = await measure(JSON.parse(how ?? '{"rounds":5,"slot":20}'))
const plain = Object.fromEntries(Object.entries(rows).map(([id, row]) => [id, row instanceof Map ? Object.fromEntries(row) : row]))
if (process.send) process.send(plain, () => process.exit())
else {
  for (const [id, row] of Object.entries(plain)) {
    const medians = Object.entries(row).map(([name, times]) => [
      name,
      times?.cpu ? `${median(times.cpu).toFixed(1)} / ${median(times.wall).toFixed(1)}` : times,
    ])
    console.dir({ [id]: Object.fromEntries(medians) }, { depth: 5 })
  }
  process.exit()
}
