import { AuthError } from '../../base/errors.js'
import type { User } from '../../base/types.js'
import type { RawEntry } from './directory.js'
import type { LDAPEntry } from './options.js'
import type { LDAPSettings } from './settings.js'

/** What ldapts read, by the names that were asked for: directories answer in capitals of their own. */
export function readEntry({ dn, ...raw }: RawEntry, wanted: readonly string[]): LDAPEntry {
  const attributes: Record<string, readonly string[]> = {}
  for (const name of wanted) {
    const [, value = []] = Object.entries(raw).find(([key]) => key.toLowerCase() === name.toLowerCase()) ?? []
    const isGuid = name.toLowerCase() === 'objectguid'
    attributes[name] = [value].flat().map((one) => (isGuid ? guidOf(one) : textOf(one)))
  }
  return { dn, attributes }
}

/** The user. The id is the directory's, whatever `profile` says. */
export async function userOf(entry: LDAPEntry, groups: readonly string[], settings: LDAPSettings): Promise<User> {
  const { attributes, profile, provider } = settings
  const first = (names: readonly string[]): string | undefined =>
    names.flatMap((name) => entry.attributes[name] ?? []).find((value) => value !== '')
  const id = first(attributes.id)
  if (id === undefined) {
    const none = `The entry has none of ${attributes.id.join(', ')}. Let them be read, or set \`attributes.id\` to what never changes there.`
    throw new AuthError('Configuration', none, { details: { provider } })
  }
  const [name, email, image] = [attributes.name, attributes.email, attributes.image].map((names) => first(names) ?? null)
  return { name, email, image, ...(await profile?.(entry, groups)), id } as User
}

/**
 * `objectGUID` as Windows writes it: of its 16 octets the first three numbers begin with their last octet (MS-DTYP §2.3.4).
 * As text it is given when its octets happened to be some.
 */
export function guidOf(value: string | Uint8Array): string {
  const octets = typeof value === 'string' ? new TextEncoder().encode(value) : value
  if (octets.length !== 16) throw new AuthError('Configuration', 'The attribute `objectGUID` is not 16 octets long.')
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15]
  const digits = order.map((at) => octets[at]?.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}

function textOf(value: string | Uint8Array): string {
  if (typeof value === 'string') return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(value)
  } catch {
    return btoa(Array.from(value, (octet) => String.fromCharCode(octet)).join(''))
  }
}
