import type { MaybePromise } from './types.js'

/** Goes on at once when the value is there already, and later when it is promised. */
export function andThen<A, B>(value: MaybePromise<A>, next: (value: A) => MaybePromise<B>): MaybePromise<B> {
  return value instanceof Promise ? value.then(next) : next(value)
}

/** `null` for whatever goes wrong, now or later: a failure that nobody can tell from another one. */
export function orNull<T>(work: () => MaybePromise<T | null>): MaybePromise<T | null> {
  try {
    const value = work()
    return value instanceof Promise ? value.catch(() => null) : value
  } catch {
    return null
  }
}

/** All of them, at once when all are there already. */
export function all<T>(values: readonly MaybePromise<T>[]): MaybePromise<readonly T[]> {
  return values.some((value) => value instanceof Promise) ? Promise.all(values) : (values as readonly T[])
}
