import NextAuth, { type NextAuthOptions } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import Email from 'next-auth/providers/email'
import GitHub from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import LDAP from 'next-auth/providers/ldap'
import oidc from 'next-auth/providers/oidc'

/** One configuration for everything, the middleware included: services, mail, a directory and a database. */
export const authOptions = {
  database: process.env.DATABASE_URL,
  session: { strategy: process.env.STRATEGY === 'database' ? 'database' : 'jwt' },
  providers: [
    GitHub({ clientId: process.env.GITHUB_ID, clientSecret: process.env.GITHUB_SECRET }),
    Google({ clientId: process.env.GOOGLE_ID, clientSecret: process.env.GOOGLE_SECRET }),
    oidc({
      id: 'idp',
      name: 'Test Identity',
      issuer: process.env.IDP_ISSUER ?? 'http://localhost:1',
      clientId: 'next-app',
      clientSecret: 'next-app-secret-for-tests-only',
      dangerouslyAllowInsecureRequests: true,
    }),
    Email({ server: process.env.MAIL_SERVER, from: 'App <app@example.com>' }),
    LDAP({ url: process.env.LDAP_URL, userDn: 'uid={username},ou=people,dc=example,dc=com' }),
    Credentials({
      credentials: { username: { label: 'User name' }, password: { label: 'Password', type: 'password' } },
      authorize: ({ username, password }) => (password === 'right' && username ? { id: `user-${username}`, name: username } : null),
    }),
  ],
  callbacks: {
    jwt: ({ token, user }) => (user ? { ...token, greeting: `Hello, ${user.name}` } : token),
    session: ({ session, token }) => ({ ...session, greeting: token?.greeting as string | undefined }),
    authorized: ({ auth }) => auth !== null,
  },
  events: { signIn: ({ user }) => console.log(`signed in: ${user.name}`) },
} satisfies NextAuthOptions

export const { auth, signIn, signOut } = NextAuth(authOptions)
