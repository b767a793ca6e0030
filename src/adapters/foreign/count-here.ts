import type { Adapter } from '../contract.js'

/** Above, what has run out is thrown away. */
const most = 10_000

/** Attempts counted in this process, for stores that cannot: a limit of each instance of the application, and not of all of them together. */
export function countingHere(): Required<Adapter>['countAttempt'] {
  const windows = new Map<string, { count: number; resets: Date }>()
  return ({ key, windowSeconds }) => {
    const now = Date.now()
    if (windows.size >= most) for (const [name, { resets }] of windows) if (resets.getTime() <= now) windows.delete(name)
    const running = windows.get(key)
    const window = running && running.resets.getTime() > now ? running : { count: 0, resets: new Date(now + windowSeconds * 1000) }
    window.count += 1
    windows.set(key, window)
    return { ...window }
  }
}
