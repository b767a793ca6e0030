import NextAuth, { getServerSession, type NextAuthOptions, type Session } from 'next-auth'
import { useSession } from 'next-auth/react'

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(): T => true as T

// What the `session` callback returns is what `auth()` gives.
const { auth, handlers, signIn, signOut } = NextAuth({
  providers: [],
  callbacks: {
    jwt: ({ token, user }) => ({ ...token, role: user ? 'admin' : 'none' }),
    session: ({ session, token }) => ({ ...session, role: token.role }),
  },
})

const session = await auth()
const role: string | undefined = session?.role
// @ts-expect-error there is no such member
session?.nothing
// @ts-expect-error nobody is signed in until it was asked
session.role

// The same on the client, without `declare module`.
const seen = useSession<typeof auth>()
const seenRole: string | undefined = seen.data?.role
if (seen.status === 'authenticated') holds<Same<(typeof seen.data)['role'], string>>()
if (seen.status === 'loading') holds<Same<typeof seen.data, null>>()
const certain = useSession({ required: true })
// @ts-expect-error a required session is never absent
const absent: 'unauthenticated' = certain.status

// v4's way: options of their own, and `getServerSession(options)`.
const options = {
  providers: [],
  callbacks: { session: ({ session }: { session: Session }) => ({ ...session, tenant: 'a' }) },
} satisfies NextAuthOptions<Session & { tenant: string }>
const tenant: string | undefined = (await getServerSession(options))?.tenant

const plain: NextAuthOptions = { providers: [] }
const plainSession: Session | null = await getServerSession(plain)

// @ts-expect-error a strategy is one of two
NextAuth({ providers: [], session: { strategy: 'cookie' } })
// @ts-expect-error providers are a list
NextAuth({ providers: {} })
// @ts-expect-error a callback answers with yes, no or a place
NextAuth({ providers: [], callbacks: { signIn: () => 7 } })

// A factory sees the request, or none.
NextAuth(async (request) => ({ providers: [], basePath: request?.nextUrl.pathname ?? '/api/auth' }))

// In each of its places.
const wrapped: (request: never) => Promise<Response> = auth((request) => Response.json(request.auth?.role ?? null))
const target: string = await signIn('github', { redirect: false })
const left: { redirect: string } = await signOut({ redirect: false })

export { absent, handlers, left, plainSession, role, seenRole, target, tenant, wrapped }
