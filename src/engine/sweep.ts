import type { Settings } from '../config/settings.js'

/** How many sign-ins and mails there are, on average, between two sweeps of what has expired. */
const every = 100

/** Deletes what has expired, now and then, whatever the strategy. Housekeeping: where it fails it is told, and keeps nobody out. */
export async function sweepNowAndThen({ adapter, logger }: Settings, now: number): Promise<void> {
  if (!adapter?.sweep || (crypto.getRandomValues(new Uint32Array(1))[0] ?? 1) % every !== 0) return
  try {
    await adapter.sweep(new Date(now))
  } catch {
    logger.warn('SWEEP', 'What has expired could not be deleted from the store; it is tried again later.')
  }
}
