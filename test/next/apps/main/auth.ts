import NextAuth from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import Email from 'next-auth/providers/email'
import oidc from 'next-auth/providers/oidc'

export const { handlers, auth, signIn, signOut, unstable_update } = NextAuth({
  database: process.env.DATABASE_URL,
  session: { strategy: process.env.STRATEGY === 'database' ? 'database' : 'jwt', updateAge: Number(process.env.UPDATE_AGE ?? 86_400) },
  providers: [
    oidc({
      id: 'idp',
      name: 'Test Identity',
      issuer: process.env.IDP_ISSUER ?? 'http://localhost:1',
      clientId: 'next-app',
      clientSecret: 'next-app-secret-for-tests-only',
      dangerouslyAllowInsecureRequests: true,
    }),
    Email({ server: process.env.MAIL_SERVER ?? 'smtp://127.0.0.1:1', from: 'App <app@example.com>' }),
    Credentials({
      credentials: { username: { label: 'User name' }, password: { label: 'Password', type: 'password' } },
      authorize: ({ username, password }) =>
        password === 'right' && username ? { id: `user-${username}`, name: username, email: `${username}@example.com` } : null,
    }),
  ],
  callbacks: {
    jwt: ({ token, user, trigger, session }) => {
      if (user) token.greeting = `Hello, ${user.name ?? user.email}`
      if (trigger === 'update') token.greeting = String((session as { greeting?: string }).greeting)
      return token
    },
    session: ({ session, token }) => ({ ...session, greeting: token?.greeting as string | undefined }),
    authorized: ({ auth, request }) => !request.nextUrl.pathname.startsWith('/guarded') || auth !== null,
  },
})
