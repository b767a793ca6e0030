/** Milliseconds after which a token is verified again, whatever happens. */
const longest = 30_000
const most = 1000

/** What was found out not long ago. Bounded in number and in time. */
export interface Memo<T> {
  recall(id: string, now: number): T | undefined
  /** `until`: the latest moment at which it may be recalled, in milliseconds since 1970. */
  keep(id: string, value: T, how: { readonly now: number; readonly until: number }): void
  forget(id: string): void
}

export function createMemo<T>(): Memo<T> {
  const entries = new Map<string, { readonly value: T; readonly from: number; readonly until: number }>()
  return {
    recall(id, now) {
      const entry = entries.get(id)
      if (entry === undefined) return undefined
      // A clock that was set back must not make an entry live longer.
      if (entry.from <= now && now < entry.until) return entry.value
      entries.delete(id)
      return undefined
    },
    keep(id, value, { now, until }) {
      if (until <= now) return
      // A map keeps the order of arrival: the first is the oldest.
      const [oldest] = entries.size >= most ? entries.keys() : []
      if (oldest !== undefined) entries.delete(oldest)
      entries.set(id, { value, from: now, until: Math.min(until, now + longest) })
    },
    forget: (id) => {
      entries.delete(id)
    },
  }
}
