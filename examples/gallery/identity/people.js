/**
 * Somebody the identity server vouches for.
 * @typedef {object} Person
 * @property {string} id Stable and unique at this server: its `sub`.
 * @property {string} name
 * @property {string} email
 */

/** @type {readonly Person[]} */
export const people = ['ann', 'ben', 'cleo'].map((id) => ({
  id,
  name: `${id.charAt(0).toUpperCase()}${id.slice(1)} Example`,
  email: `${id}@example.com`,
}))

/**
 * The person of a typed name, the same one whenever it is typed again.
 * @param {string} typed
 * @returns {Person | null} `null` when there is no letter or digit in it
 */
export function personNamed(typed) {
  const name = typed.normalize('NFKC').replace(/\s+/g, ' ').trim().slice(0, 60)
  if (!/[\p{L}\p{N}]/u.test(name)) return null
  const id = idOf(name)
  return people.find((person) => person.name === name || person.id === id) ?? { id, name, email: `${id.replaceAll('-', '.')}@example.com` }
}

/**
 * Latin letters stay readable; what has none becomes its own bytes.
 * @param {string} name
 */
function idOf(name) {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || `x${Buffer.from(name).toString('hex').slice(0, 40)}`
}

/** @param {string} name */
export function initials(name) {
  const words = name.split(' ')
  return [words[0], words.length > 1 ? words.at(-1) : '']
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

/**
 * A colour for a name, always the same.
 * @param {string} name
 * @returns {number} a hue in degrees
 */
export function hueOf(name) {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 360
  // The golden angle sets neighbours far apart.
  return Math.round(sum * 137.5) % 360
}
