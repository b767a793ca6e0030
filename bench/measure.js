/** Alternating rounds: A B C, B C A, …; what counts is the ratio within a round, its median over the rounds. */

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {(count: number) => Promise<unknown[]> | unknown[]} prepare inputs, made outside the measured time
 * @property {(input: any) => any} run one operation; throws when the answer is wrong
 * @property {() => number} [excluded] milliseconds so far that are not the contestant's (the provider's)
 */

/**
 * @param {Contestant[]} contestants
 * @param {{ rounds: number, slot: number, row: string, most?: number, inFlight?: number, profile?: boolean }} how `slot`: milliseconds a contestant gets per round
 * @returns {Promise<Map<string, number[]>>} microseconds per operation, one number a round
 */
export async function alternate(contestants, { rounds, slot, row, most = 2000, inFlight = 1, profile = false }) {
  if (profile) return profileOurs(contestants, row, { most, inFlight })
  const counts = new Map()
  for (const contestant of contestants) counts.set(contestant.name, await calibrate(contestant, slot, most, inFlight))
  const times = new Map(contestants.map(({ name }) => [name, /** @type {number[]} */ ([])]))
  for (let round = 0; round < rounds; round++) {
    for (let turn = 0; turn < contestants.length; turn++) {
      const contestant = contestants[(round + turn) % contestants.length]
      times.get(contestant.name).push(await slotOf(contestant, counts.get(contestant.name), inFlight))
    }
  }
  return times
}

/** Runs until the compiler has seen it, then tells how many operations fill a slot. */
async function calibrate(contestant, slot, most, inFlight) {
  let count = inFlight
  let spent = 0
  for (;;) {
    const each = await slotOf(contestant, count, inFlight)
    spent += (each * count) / 1000
    const fitting = Math.floor((slot * 1000) / each)
    const next = Math.min(most, Math.max(inFlight, fitting))
    if (spent > slot * 3 && next <= count * 2) return Math.ceil(next / inFlight) * inFlight
    if (spent > slot * 30) return Math.ceil(next / inFlight) * inFlight
    count = Math.min(next, count * 4)
  }
}

/** Instead of times: where the processor was, in the slots of ours alone. */
async function profileOurs(contestants, row, { most, inFlight }) {
  const { createProfiler } = await import('./profile.js')
  const profiles = new Map()
  for (const contestant of contestants.filter(({ name }) => name.startsWith('ours'))) {
    const count = await calibrate(contestant, 400, most === 2000 ? 20_000 : most, inFlight)
    const profiler = createProfiler()
    for (let spent = 0; spent < 2000; ) spent += ((await slotOf(contestant, count, inFlight, profiler)) * count) / 1000
    profiles.set(contestant.name, profiler.summary(row, contestant.name))
  }
  return profiles
}

/** @returns microseconds per operation */
async function slotOf({ prepare, run, excluded = () => 0 }, count, inFlight, profiler) {
  const inputs = await prepare(count)
  profiler?.start()
  const before = excluded()
  const start = performance.now()
  if (inFlight === 1) {
    for (const input of inputs) await run(input)
  } else {
    for (let from = 0; from < inputs.length; from += inFlight) await Promise.all(inputs.slice(from, from + inFlight).map(run))
  }
  const spent = performance.now() - start - (excluded() - before)
  profiler?.stop()
  return (spent * 1000) / inputs.length
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** How many times longer `name` takes than `base`: the median of the rounds' ratios. */
export function ratio(times, name, base) {
  const [a, b] = [times.get(name), times.get(base)]
  return a && b ? median(a.map((time, round) => time / b[round])) : undefined
}
