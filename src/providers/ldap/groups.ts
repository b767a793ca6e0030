import { AuthError } from '../../base/errors.js'
import type { Directory } from './directory.js'
import { insertEscaped } from './insert.js'
import type { LDAPEntry } from './options.js'
import { readEntry } from './person.js'
import type { LDAPSettings } from './settings.js'

/** What the groups are called that the person is in. */
export async function findGroups(
  { dn, attributes }: LDAPEntry,
  directory: Directory,
  { groups }: LDAPSettings,
): Promise<readonly string[]> {
  if (groups === undefined) return []
  if (groups === 'memberOf') return attributes.memberOf ?? []
  const { base, attribute } = groups
  const values: Record<string, string> = { dn }
  for (const [name, [value]] of Object.entries(attributes)) if (value !== undefined) values[name] = value
  const filter = insertEscaped(groups.filter, values)
  // What the filter asks for the person has not: then no group does have it.
  if (/\{[A-Za-z][\w-]*\}/.test(filter)) return []
  // 1.1 is no attribute (RFC 4511 §4.5.1.8). All groups, or an error: half of them would be a lie.
  const wanted = attribute === 'dn' ? ['1.1'] : [attribute]
  const found = await directory.search('the search for groups', base, { filter, scope: 'sub', attributes: wanted, sizeLimit: 0 })
  if (attribute === 'dn') return found.map((group) => group.dn)
  return found.flatMap((group) => readEntry(group, wanted).attributes[attribute] ?? [])
}

export function refuseWithoutGroup(groups: readonly string[], { provider, requireGroup }: LDAPSettings): void {
  if (requireGroup.length === 0 || groups.some((group) => requireGroup.includes(group.toLowerCase()))) return
  throw new AuthError('AccessDenied', 'The person is in no group of `requireGroup`.', { details: { provider } })
}
