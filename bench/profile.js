/** The sampling profiler of V8 around the measured slots; time by function, its own and with what it calls, stored under `.tmp/bench/profiles`. */
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
  const self = new Map()
  const whole = new Map()
  let sum = 0
  let last
  function count({ nodes, samples, timeDeltas }) {
    const places = new Map(nodes.map(({ id, callFrame }) => [id, placeOf(callFrame)]))
    const callers = new Map(nodes.flatMap(({ id, children = [] }) => children.map((child) => [child, id])))
    samples.forEach((id, index) => {
      const place = places.get(id)
      // Starting and stopping the profiler is no work of ours.
      if (place === '(idle)' || place.startsWith('post  node:inspector')) return
      const time = timeDeltas[index]
      sum += time
      self.set(place, (self.get(place) ?? 0) + time)
      const seen = new Set()
      for (let at = id; at; at = callers.get(at)) seen.add(places.get(at))
      for (const one of seen) whole.set(one, (whole.get(one) ?? 0) + time)
    })
  }
  return {
    start: () => session.post('Profiler.start'),
    stop: () =>
      session.post('Profiler.stop', (error, { profile }) => {
        if (error) throw error
        last = profile
        count(profile)
      }),
    summary(row, name) {
      mkdirSync(folder, { recursive: true })
      const file = join(folder, `${row}-${name}`.replace(/[^\w-]+/g, '-'))
      writeFileSync(`${file}.cpuprofile`, JSON.stringify(last))
      const lines = (times) =>
        [...times]
          .sort((a, b) => b[1] - a[1])
          .slice(0, 15)
          .map(([place, time]) => `${((time / sum) * 100).toFixed(1).padStart(5)} %  ${place}`)
      const ours = [...whole].filter(([place]) => / {2}(.*\/)?dist\//.test(place))
      const top = [...lines(self), '  with what it calls:', ...lines(ours)]
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
