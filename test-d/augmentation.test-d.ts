import NextAuth, { type Account, type DefaultSession, type Profile, type Session, type User } from 'next-auth'
import type { Adapter, AdapterUser } from 'next-auth/adapters'
import { useSession as useTuple } from 'next-auth/client'
import type { JWT } from 'next-auth/jwt'
import { useSession } from 'next-auth/react'

// `declare module` on one door reaches every other.
declare module 'next-auth' {
  interface Session extends DefaultSession {
    workspace: string
  }
  interface User {
    plan?: 'free' | 'paid'
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    workspace?: string
  }
}

declare module 'next-auth/adapters' {
  interface AdapterUser {
    locale?: string
  }
}

declare module 'next-auth/core/types' {
  interface Account {
    tenant?: string
  }
}

const { auth } = NextAuth({
  providers: [],
  callbacks: {
    jwt: ({ token, user }) => {
      token.workspace = user?.plan ?? 'free'
      return token
    },
    session: ({ session, token }) => {
      session.workspace = token.workspace ?? ''
      return session
    },
    signIn: ({ user, account, profile }) => checks(user, account, profile),
  },
})

function checks(user: User, account: Account | null, profile: Profile | undefined): boolean {
  return user.plan === 'paid' && account?.provider === 'github' && profile?.email_verified === true
}

export const onServer: string | undefined = (await auth())?.workspace
export const onClient: string | undefined = useSession().data?.workspace
export const inTuple: string | undefined = useTuple()[0]?.workspace
export const written: JWT = { workspace: 'a' }
// @ts-expect-error declared as text
export const wrong: JWT = { workspace: 7 }
export const session: Pick<Session, 'workspace'> = { workspace: 'a' }

export const stored = async (adapter: Adapter): Promise<string | undefined> => (await adapter.getUser?.('1'))?.locale
export const localeOf = (user: AdapterUser): string | undefined => user.locale
export const tenantOf = (account: Account): string | undefined => account.tenant
