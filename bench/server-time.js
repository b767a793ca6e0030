/** What a database server spends for us, which the processor time of this process leaves out. */
import { readdirSync, readFileSync } from 'node:fs'

/**
 * @param {() => number[]} pids of the server and its children
 * @returns {() => number} milliseconds that its threads have run since the first call; always 0 where the system has no `schedstat`
 */
export function createServerTime(pids) {
  /** @type {Map<string, number>} */
  const known = new Map()
  let sum = 0
  return () => {
    const isFirst = known.size === 0
    for (const thread of pids().flatMap(threadsOf)) {
      const ran = ranFor(thread)
      if (!isFirst) sum += Math.max(0, ran - (known.get(thread) ?? 0))
      known.set(thread, ran)
    }
    return sum / 1e6
  }
}

function threadsOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).map((task) => `/proc/${pid}/task/${task}/schedstat`)
  } catch {
    // It has ended.
    return []
  }
}

/** https://docs.kernel.org/scheduler/sched-stats.html: nanoseconds on a processor, nanoseconds of waiting for one, turns. */
function ranFor(file) {
  try {
    return Number(readFileSync(file, 'utf8').split(' ')[0])
  } catch {
    return 0
  }
}

/** For `alternate`: the server's time counts as the contestant's. */
export const withServer = (serverTime) => (contestant) => ({ ...contestant, excluded: () => ({ wall: 0, cpu: -serverTime() }) })
