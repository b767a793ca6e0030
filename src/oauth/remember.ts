/** Times in milliseconds. */
export interface Terms {
  /** For so long nobody is asked again. */
  readonly fresh: number
  /** For so long an old answer serves when the new one cannot be had. */
  readonly keep: number
  /** Between two questions out of turn, and after one that failed. */
  readonly pause: number
}

/** What was fetched from elsewhere and is the same for everybody. One question at a time per key; a failure is never kept as an answer. */
export interface Remembered<T> {
  get(key: string, now: number, load: () => Promise<T>): Promise<T>
  /** Asks out of turn, because `seen` lacks something. The newer answer, or `undefined` when one was asked for a moment ago. */
  newerThan(seen: T, key: string, now: number, load: () => Promise<T>): Promise<T | undefined>
}

interface Entry<T> {
  known?: { readonly value: T; readonly at: number }
  pending?: Promise<T> | undefined
  /** When a question out of turn, or one that failed, was asked. */
  asked: number
}

export function remember<T>({ fresh, keep, pause }: Terms): Remembered<T> {
  const entries = new Map<string, Entry<T>>()
  const entryOf = (key: string): Entry<T> => {
    const entry = entries.get(key) ?? { asked: Number.NEGATIVE_INFINITY }
    entries.set(key, entry)
    return entry
  }
  return {
    async get(key, now, load) {
      const entry = entryOf(key)
      const { known } = entry
      const age = known ? now - known.at : Number.POSITIVE_INFINITY
      if (known && age < fresh) return known.value
      if (!known || age >= keep) return ask(entry, now, load)
      if (now - entry.asked < pause) return known.value
      return ask(entry, now, load).catch(() => known.value)
    },
    async newerThan(seen, key, now, load) {
      const entry = entryOf(key)
      if (entry.pending) return entry.pending
      if (entry.known && entry.known.value !== seen) return entry.known.value
      if (now - entry.asked < pause) return undefined
      entry.asked = now
      return ask(entry, now, load)
    },
  }
}

function ask<T>(entry: Entry<T>, now: number, load: () => Promise<T>): Promise<T> {
  entry.pending ??= load()
    .then((value) => {
      entry.known = { value, at: now }
      return value
    })
    .catch((error: unknown) => {
      if (entry.known) entry.asked = now
      throw error
    })
    .finally(() => {
      entry.pending = undefined
    })
  return entry.pending
}
