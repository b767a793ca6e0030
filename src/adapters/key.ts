/** No identifier of a user, provider, session or token comes near it. */
const longest = 1024

/**
 * Whether a store may be asked for this at all: text, not empty, and the same text after a round trip through any database.
 * NUL ends a string in some of them, a lone surrogate becomes another character in others.
 */
export function isKey(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longest && !value.includes('\0') && !loneSurrogate.test(value)
}

const loneSurrogate = /\p{Surrogate}/u
