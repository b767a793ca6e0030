import { AuthError } from '../../base/errors.js'
import type { User } from '../../base/types.js'
import { type Directory, openDirectory } from './directory.js'
import { findGroups, refuseWithoutGroup } from './groups.js'
import { insertEscaped, insertInName } from './insert.js'
import type { LDAPEntry } from './options.js'
import { readEntry, userOf } from './person.js'
import type { LDAPSettings, OwnDn, Search } from './settings.js'
import { failure, refusalIn, refused } from './trouble.js'

export interface Typed {
  readonly username?: string
  readonly password?: string
}

/** Whose name and password this is, in the words of the directory. Throws when they are nobody's. */
export async function authenticate(typed: Typed, settings: LDAPSettings): Promise<User> {
  const { username, password } = accept(typed, settings.provider)
  const directory = await openDirectory(settings)
  try {
    const attempt = { directory, settings, username, password }
    const { way } = settings
    const entry = way.kind === 'own' ? await bindAndRead(way, attempt) : await searchAndBind(way, attempt)
    const groups = await findGroups(entry, directory, settings)
    refuseWithoutGroup(groups, settings)
    return await userOf(entry, groups, settings)
  } finally {
    directory.close()
  }
}

interface Attempt extends Required<Typed> {
  readonly directory: Directory
  readonly settings: LDAPSettings
}

function accept({ username = '', password = '' }: Typed, provider: string): Required<Typed> {
  // No control characters, NUL among them, and no halves of a character, which UTF-8 cannot say.
  if (username.trim() === '' || username.length > 256 || /[\p{Cc}\p{Cs}]/u.test(username)) throw refused(provider, 'no name')
  // RFC 4513 §5.1.2: a bind with a name and an empty password is a success that proves nothing, so none is made.
  if (password === '' || password.length > 1024 || password.includes('\0') || /\p{Cs}/u.test(password))
    throw refused(provider, 'no password')
  // RFC 4511 §4.2 asks for SASLprep. Of that, what keyboards do differently: "é" is one character. Spaces stay as they were typed.
  return { username, password: password.normalize('NFC') }
}

async function bindAndRead({ userDn }: OwnDn, { username, ...attempt }: Attempt): Promise<LDAPEntry> {
  const dn = insertEscaped(userDn, { username })
  await bindAsPerson(dn, attempt)
  const { directory, settings } = attempt
  const own = { filter: '(objectClass=*)', scope: 'base', attributes: settings.wanted, sizeLimit: 1 } as const
  const [entry] = await directory.search('the person’s own entry', dn, own)
  if (entry) return readEntry(entry, settings.wanted)
  throw new AuthError('Configuration', 'Nobody may read their own entry there. Allow it, or use `search` with a `bindDn` that may.', {
    details: { provider: settings.provider },
  })
}

async function searchAndBind(way: Search, attempt: Attempt): Promise<LDAPEntry> {
  const { base, scope } = way
  const { directory, settings, username } = attempt
  await bindSearcher(way, attempt)
  // Two are asked for: that there are several is all that has to be known of them.
  const filter = insertEscaped(way.filter, { username })
  const found = await directory.search('the search', base, { filter, scope, attributes: settings.wanted, sizeLimit: 2 })
  const [entry] = found
  if (found.length !== 1 || !entry?.dn) throw refused(settings.provider, found.length > 1 ? 'several entries' : 'no such entry')
  // Also who searched by themselves: the name they are known by to the directory need not be the one that the filter found.
  await bindAsPerson(entry.dn, attempt)
  // Groups may be hidden from the person.
  if (way.as?.kind === 'application' && typeof settings.groups === 'object') await bindSearcher(way, attempt)
  return readEntry(entry, settings.wanted)
}

/** Nobody's bind is none: a connection begins anonymous (RFC 4513 §4). */
async function bindSearcher({ as }: Search, attempt: Attempt): Promise<void> {
  if (!as) return
  if (as.kind === 'self') return bindAsPerson(ownName(as.dn, attempt), attempt)
  try {
    await attempt.directory.bind(as.dn, as.password)
  } catch (error) {
    throw failure(attempt.settings.provider, 'the bind of `search.bindDn`', error)
  }
}

function ownName(template: string, { username, settings }: Attempt): string {
  const name = template.includes('=') ? insertEscaped(template, { username }) : insertInName(template, username)
  if (name === undefined) throw refused(settings.provider, 'no name of a person')
  return name
}

async function bindAsPerson(name: string, { directory, password, settings }: Omit<Attempt, 'username'>): Promise<void> {
  try {
    await directory.bind(name, password)
  } catch (error) {
    const reason = refusalIn(error)
    throw reason ? refused(settings.provider, reason) : failure(settings.provider, 'the bind of the person', error)
  }
}
