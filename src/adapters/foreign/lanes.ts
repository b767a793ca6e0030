import { createLane, type Lane } from '../lane.js'

/** Lanes by name: jobs of one name run one at a time, those of different names side by side. */
export interface Lanes {
  run<T>(name: string, job: () => Promise<T>): Promise<T>
  /** When whoever is in the lane now, or waits for it, is out of it. */
  passed(name: string): Promise<void>
  /** The lane is the caller's until what it returns is called. */
  hold(name: string): Promise<() => void>
}

/** `patience`: how many milliseconds a job waits for its turn. A lane that nobody is in is forgotten. */
export function createLanes(patience: number): Lanes {
  const lanes = new Map<string, Lane>()
  const run: Lanes['run'] = async (name, job) => {
    const lane = lanes.get(name) ?? createLane(patience)
    lanes.set(name, lane)
    try {
      return await lane.run(job)
    } finally {
      if (!lane.busy()) lanes.delete(name)
    }
  }
  return {
    run,
    passed: (name) => run(name, async () => {}),
    hold: (name) =>
      new Promise((held, refused) => {
        run(name, () => new Promise<void>((release) => held(release))).catch(refused)
      }),
  }
}
