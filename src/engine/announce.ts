import { AuthError } from '../base/errors.js'
import type { Events } from '../config/options.js'
import type { Settings } from '../config/settings.js'

export type EventMessage<E extends keyof Events> = Parameters<NonNullable<Events[E]>>[0]

/** Tells the application, after the fact. What it throws is logged and changes nothing. */
export async function announce<E extends keyof Events>(event: E, message: EventMessage<E>, settings: Settings): Promise<void> {
  const listener = settings.events[event] as ((message: unknown) => unknown) | undefined
  if (!listener) return
  try {
    await listener(message)
  } catch (error) {
    settings.logger.error(new AuthError('EventError', `The \`${event}\` event’s listener threw.`, { cause: error }))
  }
}
