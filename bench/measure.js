/** Alternating rounds: A B C, B C A, …; what counts is the ratio within a round, its median over the rounds. */

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {(count: number) => Promise<unknown[]> | unknown[]} prepare inputs, made outside the measured time
 * @property {(input: any) => any} run one operation; throws when the answer is wrong
 * @property {() => Spent} [excluded] what was spent so far that is not the contestant's (the provider's)
 */

/**
 * @typedef {{ wall: number, cpu: number }} Spent milliseconds on the clock, and of all processors in all threads of this process
 * @typedef {{ wall: number[], cpu: number[] }} Times microseconds per operation, one number a round
 */

/**
 * @param {Contestant[]} contestants
 * @param {{ rounds: number, slot: number, row: string, most?: number, inFlight?: number, warm?: number, profile?: string[] }} how `slot`: milliseconds a contestant gets per round; `warm`: operations before, so that the compiler has seen the slowest peer too; `profile`: rows to profile instead
 * @returns {Promise<Map<string, Times>>}
 */
export async function alternate(contestants, { rounds, slot, row, most = 2000, inFlight = 1, warm = 300, profile }) {
  if (profile) return profile.includes(row) ? profileOurs(contestants, row, { most, inFlight }) : new Map()
  const counts = new Map()
  for (const contestant of contestants) counts.set(contestant.name, await calibrate(contestant, { slot, most, inFlight, warm }))
  const times = new Map(contestants.map(({ name }) => [name, /** @type {Times} */ ({ wall: [], cpu: [] })]))
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const contestant = contestants[(round + turn) % contestants.length]
      const each = await slotOf(contestant, counts.get(contestant.name), inFlight)
      times.get(contestant.name).wall.push(each.wall)
      times.get(contestant.name).cpu.push(each.cpu)
    }
  }
  return times
}

/** Runs until the code is warm, then tells how many operations fill a slot. */
async function calibrate(contestant, { slot, most, inFlight, warm }) {
  let count = Math.max(inFlight, 8)
  for (let done = 0, spent = 0; ; ) {
    const { wall: each } = await slotOf(contestant, count, inFlight)
    done += count
    spent += (each * count) / 1000
    const fitting = Math.min(most, Math.max(inFlight, Math.floor((slot * 1000) / each)))
    if ((done >= warm && spent > slot * 3) || spent > 2000) return Math.ceil(fitting / inFlight) * inFlight
    count = Math.min(Math.max(fitting, 8), count * 4)
  }
}

/** Instead of times: where the processor was, in the slots of ours alone. */
async function profileOurs(contestants, row, { most, inFlight }) {
  const { createProfiler } = await import('./profile.js')
  const profiles = new Map()
  for (const contestant of contestants.filter(({ name }) => name.startsWith('ours'))) {
    const count = await calibrate(contestant, { slot: 200, most: most === 2000 ? 20_000 : most, inFlight, warm: 300 })
    const profiler = createProfiler()
    for (let spent = 0; spent < 800; ) spent += ((await slotOf(contestant, count, inFlight, profiler)).wall * count) / 1000
    profiles.set(contestant.name, profiler.summary(row, contestant.name))
  }
  return profiles
}

/** The moment, on the clock and in processor time. */
export function now() {
  const { user, system } = process.cpuUsage()
  return { wall: performance.now(), cpu: (user + system) / 1000 }
}

const nothing = { wall: 0, cpu: 0 }

/** @returns {Promise<Spent>} microseconds per operation */
async function slotOf({ prepare, run, excluded = () => nothing }, count, inFlight, profiler) {
  const inputs = await prepare(count)
  profiler?.start()
  const [before, start] = [{ ...excluded() }, now()]
  if (inFlight === 1) {
    for (const input of inputs) await run(input)
  } else {
    for (let from = 0; from < inputs.length; from += inFlight) await Promise.all(inputs.slice(from, from + inFlight).map(run))
  }
  const [end, after] = [now(), excluded()]
  profiler?.stop()
  const each = (what) => ((end[what] - start[what] - (after[what] - before[what])) * 1000) / inputs.length
  return { wall: each('wall'), cpu: each('cpu') }
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** How many times longer `name` takes than `base`: the median of the rounds' ratios. */
export function ratio(times, name, base, by = 'cpu') {
  const [a, b] = [times.get(name)?.[by], times.get(base)?.[by]]
  return a && b ? median(a.map((time, round) => time / b[round])) : undefined
}
