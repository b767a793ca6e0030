import { DrizzleAdapter } from '@auth/drizzle-adapter'
import { drizzle } from 'drizzle-orm/node-postgres'
import NextAuth from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import { accounts, sessions, users } from './schema'

const inDatabase = process.env.STRATEGY === 'database'

function store() {
  return DrizzleAdapter(drizzle(process.env.DATABASE_URL), { usersTable: users, accountsTable: accounts, sessionsTable: sessions })
}

export const { handlers, auth, signIn, signOut, unstable_update } = NextAuth({
  providers: [
    {
      id: 'idp',
      name: 'Test Identity',
      type: 'oidc',
      issuer: process.env.IDP_ISSUER,
      clientId: process.env.IDP_ID,
      clientSecret: process.env.IDP_SECRET,
    },
    Credentials({
      name: 'Password',
      credentials: { username: { label: 'User name' }, password: { label: 'Password', type: 'password' } },
      authorize: async ({ username, password }) =>
        password === 'right' ? { id: '4711', name: username, email: `${username}@example.com` } : null,
    }),
  ],
  adapter: inDatabase ? store() : undefined,
  session: { strategy: inDatabase ? 'database' : 'jwt' },
  callbacks: {
    jwt({ token, user, trigger, session }) {
      if (user) {
        token.id = user.id
        token.plan = 'gold'
        token.rights = 'read '.repeat(Number(process.env.RIGHTS ?? 1))
      }
      if (trigger === 'update') token.plan = session.plan
      return token
    },
    session({ session, token, user }) {
      session.user.id = inDatabase ? user.id : token.id
      session.user.plan = inDatabase ? user.plan : token.plan
      return session
    },
    authorized: ({ auth, request }) => auth !== null || request.nextUrl.pathname !== '/members',
  },
})
