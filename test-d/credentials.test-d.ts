import Credentials from 'next-auth/providers/credentials'
import LDAP from 'next-auth/providers/ldap'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(): T => true as T

// `authorize` gets the declared fields, by their names, and no others.
const typed = Credentials({
  credentials: { username: { label: 'Name' }, password: { type: 'password' } },
  authorize(fields, request) {
    holds<Same<keyof typeof fields, 'username' | 'password'>>()
    holds<Same<typeof fields.username, string>>()
    // v5 is handed a `Request`, v3 and v4 read its headers as an object.
    const asked: Request = request
    const agent: string | null = asked.headers.get('user-agent') ?? request.headers['user-agent']
    // @ts-expect-error there is no such field
    fields.role
    return fields.username ? { id: fields.username, name: agent } : null
  },
})
holds<Same<keyof typeof typed.credentials, 'username' | 'password'>>()

// With none declared there is what was sent.
const open = Credentials({ authorize: ({ anything }) => (anything ? { id: anything } : null) })
const empty = Credentials({ credentials: {}, authorize: ({ anything }) => (anything ? { id: anything } : null) })

// Several, each with its own.
const providers = [
  typed,
  open,
  empty,
  Credentials({ id: 'pin', credentials: { pin: {} }, authorize: async ({ pin = '' }) => ({ id: pin }) }),
]

// @ts-expect-error a field is described by an object
Credentials({ credentials: { username: 'Name' }, authorize: () => null })
// @ts-expect-error without `authorize` nobody is asked
Credentials({ credentials: { username: {} } })
// @ts-expect-error an id is text
Credentials({ credentials: { username: {} }, authorize: () => ({ id: 7 }) })

const ldap = LDAP({
  userDn: 'uid={username},dc=example,dc=org',
  profile: (entry, groups) => ({ name: entry.attributes.cn?.[0] ?? groups[0] ?? null }),
})
holds<Same<keyof typeof ldap.credentials, 'username' | 'password'>>()
// @ts-expect-error groups are found by one of two ways
LDAP({ groups: 'member' })

export { ldap, providers }
