import type { Awaitable, User } from '../../base/types.js'
import type { ProviderStyle } from '../contract/named.js'

/** Node's options of the same names. Certificates are always verified. */
export interface LDAPTls {
  /** PEM of the authorities that count instead of Node's. */
  ca?: string | readonly string[]
  /** The name that the certificate has to be for. Default: the host of `url`. */
  servername?: string
  /** PEM of a certificate of our own, where the directory asks for one, with its key. */
  cert?: string
  key?: string
  passphrase?: string
}

/** Finds the person's entry; a bind as that entry proves the password. */
export interface LDAPSearch {
  /** DN of the branch that holds the people. */
  base: string
  /** RFC 4515; `{username}` is what was typed, escaped. Exactly one entry has to match. Default `(uid={username})`. */
  filter?: string
  /** `sub` is the whole branch, `one` what is directly in it. Default `sub`. */
  scope?: 'sub' | 'one'
  /**
   * Who searches: a DN or, in Active Directory, `name@example.org` or `EXAMPLE\name`. With `{username}` in it the person does, by
   * their own password. Default: the variable `AUTH_LDAP_BIND_DN`, else nobody (an anonymous search).
   */
  bindDn?: string | undefined
  /** Default: the variable `AUTH_LDAP_BIND_PASSWORD`; for another `id` that stands in the place of `LDAP`. */
  bindPassword?: string | undefined
}

/** Which attributes say what: a name, or several of which the first that the entry has counts. */
export interface LDAPAttributes {
  /** What never changes and is never given to somebody else. Default `entryUUID`, `objectGUID`. */
  id?: string | readonly string[]
  /** Default `displayName`, `cn`. */
  name?: string | readonly string[]
  /** Default `mail`. The first value; it counts as unproven. */
  email?: string | readonly string[]
  /** URL of a picture. Default: none. */
  image?: string | readonly string[]
}

/** Groups that are entries of their own. */
export interface LDAPGroups {
  /** DN of the branch that holds the groups. */
  base: string
  /**
   * RFC 4515; `{dn}` is the person's DN, `{uid}` the first value of their attribute `uid`, and so on, escaped. Default `(member={dn})`.
   * Groups within groups, in Active Directory: `(member:1.2.840.113556.1.4.1941:={dn})`.
   */
  filter?: string
  /** What a group is called by: an attribute, or `dn`. Default `cn`. */
  attribute?: string
}

/** What was read of a person. */
export interface LDAPEntry {
  readonly dn: string
  /** By the names that were asked for; no value is an empty list. `objectGUID` is a GUID as text, other octets are base64. */
  readonly attributes: Readonly<Record<string, readonly string[]>>
}

/** Either `userDn` or `search` says how a person is found. */
export interface LDAPOptions {
  /** Part of the callback URL and of the names of variables. Default `ldap`. */
  id?: string
  /** For people. Default `LDAP`. */
  name?: string
  style?: ProviderStyle
  /** `ldaps://host:636`, or with `startTLS` `ldap://host:389`. Default: the variable `AUTH_LDAP_URL`. */
  url?: string
  /** Encrypts a connection that begins without (RFC 4511 §4.14). Default false. */
  startTLS?: boolean
  tls?: LDAPTls
  /** Lets passwords travel unencrypted, to a directory on this machine. Default false. */
  dangerouslyAllowInsecureRequests?: boolean
  /** DN of a person, `{username}` for what was typed, escaped: `uid={username},ou=people,dc=example,dc=org`. */
  userDn?: string
  search?: LDAPSearch
  attributes?: LDAPAttributes
  /** Attributes to read besides, for `profile`. */
  read?: readonly string[]
  /** `memberOf`: the attribute of that name, a list of DNs. Default: no groups are asked for. */
  groups?: 'memberOf' | LDAPGroups
  /** One of these groups a person has to be in, as `groups` calls them, upper and lower case alike. Default: none. */
  requireGroup?: string | readonly string[]
  /** What the user has besides, or instead of the attributes' values; the id stays. */
  profile?(entry: LDAPEntry, groups: readonly string[]): Awaitable<Omit<User, 'id'>>
  /** Milliseconds until the connection has to stand, TLS included. Default 5000. */
  connectTimeout?: number
  /** Milliseconds for each answer of the directory. Default 5000. */
  timeout?: number
}
