import { AuthError, type AuthErrorType, isAuthError } from '../base/errors.js'
import type { Logger } from './options.js'

/** A logger that cannot fail: what it is handed is one line each, short, and an exception in it stops nothing. */
export function createLogger(given: Partial<Logger> = {}, debug = false): Logger {
  return {
    error: (error) => guarded(() => (given.error ? given.error(error) : console.error(`[next-auth] ${line(describe(error))}`))),
    warn: (code, message) =>
      guarded(() =>
        given.warn ? given.warn(code, message) : console.warn(`[next-auth] ${line(`${code}${message ? `: ${message}` : ''}`)}`),
      ),
    debug: (message, metadata) => {
      if (!debug) return
      guarded(() =>
        given.debug
          ? given.debug(message, metadata)
          : console.debug(`[next-auth] ${line(`${message} ${metadata === undefined ? '' : JSON.stringify(metadata)}`)}`),
      )
    },
  }
}

function guarded(write: () => void): void {
  try {
    const written = write() as unknown
    if (written instanceof Promise) written.catch(() => {})
  } catch {
    // RFC-less rule of the house: a broken logger never breaks a sign-in.
  }
}

/** `Type: message {details} ← Cause: …`; of foreign errors the message too, since it is the developer's own code or a library's. */
function describe(error: unknown, depth = 0): string {
  // An error of v5's shape keeps what led to it in `cause.err`.
  if (!(error instanceof Error)) return typeof error === 'string' ? error : isHolder(error) ? describe(error.err, depth) : typeof error
  const details = isAuthError(error) && Object.keys(error.details ?? {}).length > 0 ? ` ${JSON.stringify(error.details)}` : ''
  const cause = error.cause !== undefined && depth < 4 ? ` ← ${describe(error.cause, depth + 1)}` : ''
  return `${error.name}: ${error.message}${details}${cause}`
}

function isHolder(value: unknown): value is { readonly err: Error } {
  return typeof value === 'object' && value !== null && (value as { err?: unknown }).err instanceof Error
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
const forging = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g

/**
 * Whoever a line names, and the user and password of a URL: what mailers and drivers throw repeats what they were handed.
 * The domain stays, as in the address that a visitor is shown. `@scope/name` and `name@1.2.3` are packages.
 */
function masked(text: string): string {
  return text.replace(/\/\/[^\s/]*@/g, '//•••@').replace(/[^\s<>()[\]",;:/]+(@|%40)(?=(?:[\p{L}\d-]+\.)+\p{L})/gu, '•••$1')
}

/** No line break, no escape sequence: a value cannot forge a line of its own. */
function line(text: string): string {
  // Masked before it is cut, so that no half of an address stays at the end; and cut before that, so that it is quick.
  return masked(text.slice(0, 4000))
    .slice(0, 2000)
    .replace(forging, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** What a log entry is made of when the thing thrown was not ours. An error of another copy becomes one of ours, with what it says. */
export function asAuthError(thrown: unknown, type: AuthErrorType, message: string): AuthError {
  if (!isAuthError(thrown)) return new AuthError(type, message, { cause: thrown })
  if (thrown.status !== undefined) return thrown
  const { type: own, message: said, cause, code } = thrown as AuthError & { code?: unknown }
  return Object.assign(new AuthError(own as AuthErrorType, said, { cause }), { code })
}
