import { AuthError } from '../base/errors.js'
import { limited } from '../base/limited.js'

/** Jobs one at a time, in the order they came. */
export interface Lane {
  /** Whether a job runs or waits. */
  busy(): boolean
  run<T>(job: () => T | Promise<T>): Promise<T>
}

/** `patience`: how many milliseconds a job waits for its turn. */
export function createLane(patience: number): Lane {
  let last: Promise<unknown> = Promise.resolve()
  let jobs = 0
  return {
    busy: () => jobs > 0,
    async run(job) {
      const previous = last
      let done = (): void => {}
      const turn = new Promise<void>((resolve) => {
        done = resolve
      })
      last = previous.then(() => turn)
      jobs += 1
      try {
        if (jobs > 1) await limited(previous, patience, waitedTooLong)
        return await job()
      } finally {
        jobs -= 1
        done()
      }
    },
  }
}

function waitedTooLong(): AuthError {
  return new AuthError(
    'AdapterError',
    'Waited too long for a transaction to end. Inside `transaction(work)`, use the adapter that `work` is handed, not the outer one.',
  )
}
