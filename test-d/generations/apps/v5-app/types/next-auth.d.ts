import type { DefaultSession } from 'next-auth'
import 'next-auth/jwt'

declare module 'next-auth' {
  interface Session {
    user: { id: string; role: 'admin' | 'guest' } & DefaultSession['user']
    accessToken?: string
  }
  interface User {
    role: 'admin' | 'guest'
  }
}

declare module 'next-auth/jwt' {
  interface JWT {
    role?: 'admin' | 'guest'
    accessToken?: string
  }
}
