import type { NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import GitHub from 'next-auth/providers/github'

export default {
  pages: { signIn: '/login' },
  providers: [
    GitHub,
    Credentials({
      credentials: { email: {}, password: { type: 'password', label: 'Password' } },
      authorize: async (credentials, request) => {
        const email = credentials.email as string
        if (typeof credentials.password !== 'string' || credentials.password.length < 4) return null
        return { id: email, email, role: 'guest' as const, name: request.headers.get('user-agent') }
      },
    }),
  ],
  callbacks: {
    authorized({ auth, request: { nextUrl } }) {
      const signedIn = !!auth?.user
      if (nextUrl.pathname.startsWith('/dashboard')) return signedIn
      if (signedIn) return Response.redirect(new URL('/dashboard', nextUrl))
      return true
    },
  },
} as NextAuthConfig
