import { lazily } from '../base/lazily.js'
import { andThen } from '../base/maybe-promise.js'
import type { Settings } from '../config/settings.js'
import type { Sessions } from './contract.js'

/** The `database` strategy, loaded when it is first asked, so that nobody else pays for it. */
export function storedSessions(settings: Settings): Sessions {
  const strategy = lazily(async () => (await import('./database.js')).databaseSessions(settings))
  return {
    stored: true,
    read: (visit) => andThen(strategy(), (sessions) => sessions.read(visit)),
    start: async (...call) => (await strategy()).start(...call),
    refresh: async (...call) => (await strategy()).refresh(...call),
    end: async (ctx) => (await strategy()).end(ctx),
    binding: (visit) => andThen(strategy(), (sessions) => sessions.binding(visit)),
    clear: async (ctx) => (await strategy()).clear(ctx),
  }
}
