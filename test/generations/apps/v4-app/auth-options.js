import PostgresAdapter from '@auth/pg-adapter'
import CredentialsProvider from 'next-auth/providers/credentials'
import pg from 'pg'

const inDatabase = process.env.STRATEGY === 'database'

export const authOptions = {
  providers: [
    {
      id: 'idp',
      name: 'Test Identity',
      type: 'oauth',
      issuer: process.env.IDP_ISSUER,
      authorization: { url: `${process.env.IDP_ISSUER}/auth`, params: { scope: 'openid email profile' } },
      token: `${process.env.IDP_ISSUER}/token`,
      userinfo: `${process.env.IDP_ISSUER}/me`,
      jwks_endpoint: `${process.env.IDP_ISSUER}/jwks`,
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
  adapter: inDatabase ? PostgresAdapter(new pg.Pool({ connectionString: process.env.DATABASE_URL })) : undefined,
  session: { strategy: inDatabase ? 'database' : 'jwt' },
  callbacks: {
    async jwt({ token, user, trigger, session }) {
      if (user) {
        token.id = user.id
        token.plan = 'gold'
        token.rights = 'read '.repeat(Number(process.env.RIGHTS ?? 1))
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
