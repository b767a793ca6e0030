import { OutboundError } from './outbound.js'

/** RFC 6749 §5.2: a code is a word. Anything longer or stranger is not repeated. */
const word = /^[a-z][a-z0-9_.-]{0,59}$/i

/**
 * What went wrong, fit for a log. The library's errors carry answers and requests along (tokens, codes, secrets, whatever a server
 * chose to write): only their sentence, their code and the provider's error word remain.
 */
export function withoutSecrets(error: unknown): Error {
  if (error instanceof OutboundError) return error
  if (!(error instanceof Error)) return new Error('Something that is not an Error was thrown.')
  const { code, error: said, status, name, message } = error as Error & { code?: unknown; error?: unknown; status?: unknown }
  const facts = [
    typeof code === 'string' && word.test(code) ? code : undefined,
    typeof said === 'string' ? `the provider says: ${errorWord(said)}` : undefined,
    typeof status === 'number' ? `status ${status}` : undefined,
  ].filter((fact) => fact !== undefined)
  // Runtimes quote what they cannot parse.
  const sentence = name === 'SyntaxError' ? 'An answer could not be parsed.' : message
  const clean = new Error(facts.length > 0 ? `${sentence} (${facts.join(', ')})` : sentence)
  clean.name = name
  return clean
}

/** A provider's error code if it looks like one. */
export function errorWord(said: string): string {
  return word.test(said) ? said : 'something that is no error code'
}

/** A check that did not hold. Its sentence names the check, never the values. */
export class CheckFailed extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'CheckFailed'
  }
}
