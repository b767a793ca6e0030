import { AuthError } from '../base/errors.js'

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

/** What a promise brings, or `error` when it takes longer than `milliseconds`. */
export async function limited<T>(promise: Promise<T>, milliseconds: number, error: () => Error): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error()), milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}

function waitedTooLong(): AuthError {
  return new AuthError(
    'AdapterError',
    'Waited too long for a transaction to end. Inside `transaction(work)`, use the adapter that `work` is handed, not the outer one.',
  )
}
