import { AuthError } from '../../base/errors.js'
import { providerVariable } from '../../base/provider-variable.js'
import type { Optional } from '../../base/types.js'
import type { LDAPAttributes, LDAPGroups, LDAPOptions, LDAPSearch, LDAPTls } from './options.js'

/** `LDAPOptions` that can work. */
export interface LDAPSettings {
  /** Id of the provider, for the log. */
  readonly provider: string
  readonly url: URL
  readonly startTLS: boolean
  readonly tls: LDAPTls
  readonly way: OwnDn | Search
  readonly attributes: Readonly<Record<keyof LDAPAttributes, readonly string[]>>
  /** What is read of an entry, `attributes` included. */
  readonly wanted: readonly string[]
  readonly groups: 'memberOf' | Readonly<Required<LDAPGroups>> | undefined
  /** In lower case; empty when none is needed. */
  readonly requireGroup: readonly string[]
  readonly profile: LDAPOptions['profile'] | undefined
  readonly connectTimeout: number
  readonly timeout: number
}

/** The person's DN is made from what they typed. */
export interface OwnDn {
  readonly kind: 'own'
  readonly userDn: string
}

export interface Search extends Readonly<Required<Pick<LDAPSearch, 'base' | 'filter' | 'scope'>>> {
  readonly kind: 'search'
  /** `self`: the person searches, under this name. */
  readonly as: { readonly kind: 'self' | 'application'; readonly dn: string; readonly password: string } | undefined
}

type Variable = (name: string) => string | undefined

/** Fills in what is not given, and refuses by name what cannot work. */
export function readSettings(provider: string, options: Optional<LDAPOptions>, variable: Variable): LDAPSettings {
  const read = reader(provider)
  const attributes = readAttributes(options.attributes ?? {}, read)
  const groups = readGroups(options.groups, read)
  const requireGroup = [options.requireGroup ?? []].flat()
  if (requireGroup.length > 0 && !groups) throw read.refused('requireGroup', 'left out where `groups` is')
  if (options.requireGroup !== undefined && !(requireGroup.length > 0 && requireGroup.every(isText)))
    throw read.refused('requireGroup', 'the name of a group, or a list of names')
  return {
    provider,
    ...readTransport(options, variable('URL'), read),
    way: readWay(options, variable, read),
    attributes,
    wanted: [...new Set([...Object.values(attributes).flat(), ...read.names('read', options.read ?? []), ...neededBy(groups)])],
    groups,
    requireGroup: requireGroup.map((group) => group.toLowerCase()),
    profile: options.profile,
    connectTimeout: read.milliseconds('connectTimeout', options.connectTimeout),
    timeout: read.milliseconds('timeout', options.timeout),
  }
}

interface Reader {
  /** What the environment calls it. */
  variable(name: string): string
  refused(option: string, expected: string): AuthError
  text(option: string, value: unknown, expected: string): string
  names(option: string, value: string | readonly string[]): readonly string[]
  milliseconds(option: string, value: number | undefined): number
}

/** Values are not repeated: a URL or a DN says more of a house than its log should. */
function reader(provider: string): Reader {
  const refused: Reader['refused'] = (option, expected) =>
    new AuthError('InvalidOption', `Provider \`${provider}\`: option \`${option}\` has to be ${expected}.`)
  return {
    refused,
    variable: (name) => providerVariable(provider, name),
    text(option, value, expected) {
      if (!isText(value)) throw refused(option, expected)
      return value
    },
    names(option, value) {
      const names = [value].flat()
      // RFC 4512 §1.4: a descriptor or a number, with options.
      if (!names.every((name) => isText(name) && /^([A-Za-z][A-Za-z0-9-]*|\d+(\.\d+)+)(;[A-Za-z0-9-]+)*$/.test(name)))
        throw refused(option, 'names of attributes')
      return names
    },
    milliseconds(option, value = 5000) {
      if (!(Number.isFinite(value) && value > 0)) throw refused(option, 'a number of milliseconds above 0')
      return value
    },
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function readTransport(
  options: Optional<LDAPOptions>,
  fromEnvironment: string | undefined,
  read: Reader,
): Pick<LDAPSettings, 'url' | 'startTLS' | 'tls'> {
  const { startTLS = false, tls = {}, dangerouslyAllowInsecureRequests = false } = options
  const given = options.url || fromEnvironment || ''
  const url = URL.canParse(given) ? new URL(given) : undefined
  // RFC 4516 lets a URL hold a base, a filter and more: those have options of their own.
  if (!url || !/^ldaps?:\/\/([\w.-]+|\[[\da-f:.]+\])(:\d+)?\/?$/i.test(given))
    throw read.refused('url', `ldaps://host:port or ldap://host:port and no more. Pass it, or set ${read.variable('URL')}`)
  if (url.protocol === 'ldaps:' && startTLS) throw read.refused('startTLS', 'left out: ldaps:// encrypts from the beginning')
  if (url.protocol === 'ldap:' && !startTLS && !dangerouslyAllowInsecureRequests)
    throw read.refused('url', 'ldaps://, or ldap:// with `startTLS: true`: passwords would travel in the clear')
  const known = ['ca', 'servername', 'cert', 'key', 'passphrase']
  const strange = Object.keys(tls).find((name) => !known.includes(name))
  if (strange)
    throw read.refused(`tls.${strange}`, 'left out: certificates are verified, by `tls.ca` where nobody else knows their authority')
  return { url, startTLS, tls }
}

function readWay(options: Optional<LDAPOptions>, variable: Variable, read: Reader): OwnDn | Search {
  const { userDn, search } = options
  if ((userDn === undefined) === (search === undefined)) throw read.refused('userDn', 'given, or else `search`, and not both')
  if (search) return readSearch(search, variable, read)
  // RFC 4514 §2.3. What is typed is a value: by itself it could be the name of a SASL mechanism, which ldapts would use.
  if (!isText(userDn) || !/^[A-Za-z\d.-]+=(.*=)?[^=,]*\{username\}/.test(userDn))
    throw read.refused('userDn', 'a DN with `{username}` in it, like "uid={username},ou=people,dc=example,dc=org"')
  return { kind: 'own', userDn }
}

function readSearch(search: LDAPSearch, variable: Variable, read: Reader): Search {
  const { filter = '(uid={username})', scope = 'sub' } = search
  if (!isFilter(filter) || !filter.includes('{username}'))
    throw read.refused('search.filter', 'a filter with `{username}` in it, like "(uid={username})"')
  if (scope !== 'sub' && scope !== 'one') throw read.refused('search.scope', '"sub" or "one"')
  const base = read.text('search.base', search.base, 'the DN of the branch that holds the people')
  return { kind: 'search', base, filter, scope, as: readSearcher(search, variable, read) }
}

function readSearcher(search: LDAPSearch, variable: Variable, read: Reader): Search['as'] {
  const dn = search.bindDn || variable('BIND_DN')
  const expected = 'a DN, "{username}@example.org" or "EXAMPLE\\{username}"'
  if (!dn) {
    if (search.bindPassword) throw read.refused('search.bindDn', 'given beside `search.bindPassword`')
    return undefined
  }
  if (!dn.includes('{username}')) {
    // RFC 4513 §5.1.2: with an empty password the directory takes a name and lets nobody in.
    const password = read.text(
      'search.bindPassword',
      search.bindPassword || variable('BIND_PASSWORD'),
      `given beside \`search.bindDn\`. Pass it, or set ${read.variable('BIND_PASSWORD')}`,
    )
    return { kind: 'application', dn, password }
  }
  if (!/=|^\{username\}@[\w.-]+$|^[\w.-]+\\\{username\}$/.test(dn)) throw read.refused('search.bindDn', expected)
  if (search.bindPassword) throw read.refused('search.bindPassword', 'left out where `search.bindDn` holds `{username}`')
  return { kind: 'self', dn, password: '' }
}

/** Brackets in pairs, around the whole. What else is wrong with it ldapts says, at the first sign-in. */
function isFilter(filter: unknown): filter is string {
  if (!isText(filter) || !/^\(.+\)$/s.test(filter)) return false
  return filter.split('(').length === filter.split(')').length
}

function readAttributes(given: LDAPAttributes, read: Reader): LDAPSettings['attributes'] {
  const { id = ['entryUUID', 'objectGUID'], name = ['displayName', 'cn'], email = 'mail', image = [] } = given
  const attributes = {
    id: read.names('attributes.id', id),
    name: read.names('attributes.name', name),
    email: read.names('attributes.email', email),
    image: read.names('attributes.image', image),
  }
  if (attributes.id.length === 0 || attributes.id.some((attribute) => passedOn.has(attribute.toLowerCase())))
    throw read.refused('attributes.id', 'an attribute that is never given to somebody else, like entryUUID or objectGUID')
  return attributes
}

/** What somebody may have who had another one before, or whom a new colleague gets it from. */
const passedOn: ReadonlySet<string> = new Set(['mail', 'uid', 'cn', 'sn', 'displayname', 'samaccountname', 'userprincipalname'])

function readGroups(groups: LDAPOptions['groups'] | undefined, read: Reader): LDAPSettings['groups'] {
  if (groups === undefined || groups === 'memberOf') return groups
  const { filter = '(member={dn})', attribute = 'cn' } = groups
  if (!isFilter(filter) || !placeholders(filter).length)
    throw read.refused('groups.filter', 'a filter with `{dn}` or an attribute like `{uid}` in it, like "(member={dn})"')
  read.names('groups.attribute', attribute)
  return { base: read.text('groups.base', groups.base, 'the DN of the branch that holds the groups'), filter, attribute }
}

function neededBy(groups: LDAPSettings['groups']): readonly string[] {
  if (groups === undefined) return []
  return groups === 'memberOf' ? ['memberOf'] : placeholders(groups.filter).filter((name) => name !== 'dn')
}

function placeholders(filter: string): readonly string[] {
  return [...filter.matchAll(/\{([A-Za-z][\w-]*)\}/g)].map(([, name]) => name as string)
}
