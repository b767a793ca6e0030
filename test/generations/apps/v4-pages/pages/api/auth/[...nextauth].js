import { KyselyAdapter, KyselyAuth } from '@auth/kysely-adapter'
import { PostgresDialect } from 'kysely'
import NextAuth from 'next-auth'
import CredentialsProvider from 'next-auth/providers/credentials'
import pg from 'pg'

const inDatabase = process.env.STRATEGY === 'database'

function store() {
  const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL })
  return KyselyAdapter(new KyselyAuth({ dialect: new PostgresDialect({ pool }) }))
}

export const authOptions = {
  providers: [
    {
      id: 'idp',
      name: 'Test Identity',
      type: 'oauth',
      wellKnown: `${process.env.IDP_ISSUER}/.well-known/openid-configuration`,
      authorization: { params: { scope: 'openid email profile' } },
      idToken: true,
      checks: ['pkce', 'state'],
      clientId: process.env.IDP_ID,
      clientSecret: process.env.IDP_SECRET,
      profile: (profile) => ({ id: profile.sub, name: profile.name, email: profile.email, image: profile.picture }),
    },
    CredentialsProvider({
      name: 'Password',
      credentials: { username: { label: 'User name', type: 'text' }, password: { label: 'Password', type: 'password' } },
      authorize: async ({ username, password }) =>
        password === 'right' ? { id: '4711', name: username, email: `${username}@example.com` } : null,
    }),
  ],
  adapter: inDatabase ? store() : undefined,
  session: { strategy: inDatabase ? 'database' : 'jwt' },
  callbacks: {
    async jwt({ token, user, trigger, session }) {
      if (user) {
        token.id = user.id
        token.plan = 'gold'
      }
      if (trigger === 'update') token.plan = session.plan
      return token
    },
    async session({ session, token, user }) {
      session.user.id = inDatabase ? user.id : token.id
      session.user.plan = inDatabase ? user.plan : token.plan
      return session
    },
  },
}

export default NextAuth(authOptions)
