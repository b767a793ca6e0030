import NextAuth, { type NextAuthConfig, type NextAuthResult } from 'next-auth'
import GitHub from 'next-auth/providers/github'

export const config = {
  providers: [GitHub({ clientId: process.env.GITHUB_ID })],
  session: { strategy: 'jwt' },
  callbacks: {
    jwt: ({ token, user }) => (user ? { ...token, role: user.role } : token),
    session: ({ session, token }) => ({ ...session, user: { ...session.user, id: token.sub as string, role: token.role ?? 'guest' } }),
    authorized: async ({ auth, request }) => !!auth || request.nextUrl.pathname === '/',
  },
} satisfies NextAuthConfig

const nextAuth: NextAuthResult = NextAuth(config)
export const auth: NextAuthResult['auth'] = nextAuth.auth
export const { signIn }: NextAuthResult = nextAuth
