import PgAdapter from '@auth/pg-adapter'
import type { GetServerSidePropsContext, NextApiRequest, NextApiResponse } from 'next'
import type { AuthOptions, DefaultSession, Session, User } from 'next-auth'
import { getServerSession } from 'next-auth'
import type { Adapter, AdapterUser } from 'next-auth/adapters'
import type { JWT } from 'next-auth/jwt'
import Credentials from 'next-auth/providers/credentials'
import Discord, { type DiscordProfile } from 'next-auth/providers/discord'
import Keycloak from 'next-auth/providers/keycloak'
import type { Pool } from 'pg'

export function makeOptions(pool: Pool): AuthOptions {
  return {
    adapter: PgAdapter(pool) as Adapter,
    providers: [
      Discord({
        clientId: process.env.DISCORD_ID!,
        clientSecret: process.env.DISCORD_SECRET!,
        async profile(profile: DiscordProfile) {
          return { id: profile.id, name: profile.global_name ?? profile.username, email: profile.email, image: profile.image_url }
        },
      }),
      Keycloak({ clientId: 'web', clientSecret: 'not a secret', issuer: 'https://login.acme.example/realms/acme' }),
      Credentials({
        credentials: { email: { label: 'E-mail', type: 'email' }, password: { label: 'Password', type: 'password' } },
        authorize: async (credentials): Promise<User | null> => {
          if (!credentials) return null
          const { email, password } = credentials
          return password.length > 3 ? { id: email.toLowerCase(), email } : null
        },
      }),
    ],
    session: { strategy: 'jwt' },
    callbacks: {
      jwt({ token, user }: { token: JWT; user?: User | AdapterUser }) {
        if (user) token.team = user.email?.split('@')[1]
        return token
      },
      session({ session, token }: { session: Session; token: JWT }): Session | DefaultSession {
        if (session.user) session.user.id = token.sub as string
        session.user.team = String(token.team)
        return session
      },
    },
  }
}

export const authOptions = makeOptions({} as Pool)

// One function for every place, as the documentation of version 4 shows it.
export function auth(
  ...args: [GetServerSidePropsContext['req'], GetServerSidePropsContext['res']] | [NextApiRequest, NextApiResponse] | []
) {
  return getServerSession(...args, authOptions)
}

export async function currentUser(): Promise<Session['user']> {
  const session = await auth()
  if (!session?.user) throw new Error('Nobody is signed in.')
  return session.user
}
