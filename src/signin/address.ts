import { AuthError } from '../base/errors.js'

/** RFC 5321 §4.5.3.1: local part 64 octets, path 254 without its brackets. */
const longestLocal = 64
const longest = 254

/** RFC 5322 §3.2.3 `atom` characters without `%` and `!` (relays read those as routes) and without `=` in pairs with `?` (encoded words). */
const localPart = /^[A-Za-z0-9#$&'*+/=^_`{|}~-]+(?:\.[A-Za-z0-9#$&'*+/=^_`{|}~-]+)*$/
const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/**
 * The canonical form of one bare e-mail address: NFKC, lower-case, domain in ASCII (IDNA). That form is stored, compared and sent to.
 * Quoted local parts, comments, lists, routes, encoded words and IP literals are refused: mailers disagree on where they go.
 * Dots and `+` stay: they are the mail service's business.
 */
export function canonicalAddress(typed: unknown): string {
  if (typeof typed !== 'string' || typed.length > 320) throw refused()
  const trimmed = typed.replace(/^ +| +$/g, '')
  // A character that only becomes `@` or another special after normalisation was meant to pass an earlier check.
  if (hasSpecialAfterFolding(trimmed)) throw refused()
  const at = trimmed.indexOf('@')
  if (at < 1 || at !== trimmed.lastIndexOf('@')) throw refused()
  // Matched before it is lower-cased: the Kelvin sign lower-cases to an ASCII `k`.
  const local = trimmed.slice(0, at)
  if (local.length > longestLocal || !localPart.test(local) || local.includes('=?')) throw refused()
  const domain = canonicalDomain(trimmed.slice(at + 1))
  const address = `${local.toLowerCase()}@${domain}`
  if (address.length > longest) throw refused()
  return address
}

/** Local parts are ASCII here, so nothing folds there; in domains IDNA does the folding and the result is checked again. */
function hasSpecialAfterFolding(text: string): boolean {
  const special = /[\s@,;<>():\\"[\]]/u
  for (const character of text) {
    if (character.codePointAt(0)! <= 0x7f) continue // a `for … of` character is never empty
    if (special.test(character.normalize('NFKC')) || special.test(character.normalize('NFKD'))) return true
  }
  return false
}

function canonicalDomain(domain: string): string {
  // The URL parser carries UTS #46; anything it would read as more than a host is refused first.
  if (domain === '' || /[\s/\\?#@:%[\]]/.test(domain)) throw refused()
  let host: string
  try {
    host = new URL(`https://${domain}`).hostname
  } catch (error) {
    throw refused(error)
  }
  const labels = host.split('.')
  const top = labels.at(-1) ?? ''
  if (labels.length < 2 || !labels.every((part) => label.test(part)) || /^\d+$/.test(top)) throw refused()
  return host
}

function refused(cause?: unknown): AuthError {
  return new AuthError('InvalidEmail', 'The text is not one bare e-mail address (name@domain).', { cause })
}

/** `a•••@example.com`: enough to recognise one's own. */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 1 ? '•••' : `${[...address][0]}•••${address.slice(at)}`
}
