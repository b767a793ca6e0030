/** The sampling profiler of V8 around the measured slots; self time by function, stored under `.tmp/bench/profiles`. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { Session } from 'node:inspector'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, '.tmp/bench/profiles')

export function createProfiler() {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.setSamplingInterval', { interval: 200 })
  /** @type {Map<string, number>} */
  const self = new Map()
  let last
  return {
    start: () => session.post('Profiler.start'),
    stop: () =>
      session.post('Profiler.stop', (error, { profile }) => {
        if (error) throw error
        last = profile
        const places = new Map(profile.nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]))
        profile.samples.forEach((id, index) => {
          const place = places.get(id)
          self.set(place, (self.get(place) ?? 0) + profile.timeDeltas[index])
        })
      }),
    summary(row, name) {
      mkdirSync(folder, { recursive: true })
      const file = join(folder, `${row}-${name}`.replace(/[^\w-]+/g, '-'))
      writeFileSync(`${file}.cpuprofile`, JSON.stringify(last))
      // Starting and stopping it is no work of ours.
      const all = [...self].filter(([place]) => place !== '(idle)' && !place.startsWith('post  node:inspector')).sort((a, b) => b[1] - a[1])
      const sum = all.reduce((total, [, time]) => total + time, 0)
      const top = all
        .slice(0, Number(process.env.BENCH_TOP ?? 15))
        .map(([place, time]) => `${((time / sum) * 100).toFixed(1).padStart(5)} %  ${place}`)
      writeFileSync(`${file}.txt`, `${top.join('\n')}\n`)
      session.disconnect()
      return top
    },
  }
}

function placeOf({ functionName, url, lineNumber }) {
  const file = url.replace(`file://${root}`, '').replace(root, '')
  return file ? `${functionName || '(anonymous)'}  ${file}:${lineNumber + 1}` : functionName || '(anonymous)'
}
