import type { Optional } from '../base/types.js'
import type { CredentialInput, CredentialsProvider } from './contract.js'
import { authenticate } from './ldap/authenticate.js'
import type { LDAPOptions } from './ldap/options.js'
import { readSettings } from './ldap/settings.js'

export type { LDAPAttributes, LDAPEntry, LDAPGroups, LDAPOptions, LDAPSearch, LDAPTls } from './ldap/options.js'

export type LDAPFields = Readonly<Record<'username' | 'password', CredentialInput>>

/**
 * Name and password, proven by a directory: a sign-in is good when the directory takes a bind of the person's own entry with the
 * password that was typed. The user's id is what the directory calls the entry for good (`entryUUID`, `objectGUID`).
 *
 * Asks by `ldapts`. Options that cannot work are refused at start (`InvalidOption`). A directory that does not answer is a
 * `ProviderUnavailable`, one that does not let the application itself in a `Configuration`; who lacks the group is `AccessDenied`.
 */
export default function LDAP(options: Optional<LDAPOptions>): CredentialsProvider<LDAPFields> {
  const { id = 'ldap', name = 'LDAP', style } = options
  const authorizeWith = (variable: (name: string) => string | undefined): CredentialsProvider<LDAPFields>['authorize'] => {
    const settings = readSettings(id, options, variable)
    return (typed) => authenticate(typed, settings)
  }
  return {
    id,
    name,
    type: 'credentials',
    credentials: {
      username: { label: 'User name', autocomplete: 'username' },
      password: { label: 'Password', type: 'password', autocomplete: 'current-password' },
    },
    authorize: (typed, request) => authorizeWith(() => undefined)(typed, request),
    complete: (variable) => ({ authorize: authorizeWith(variable) }),
    ...(style ? { style } : {}),
  }
}
