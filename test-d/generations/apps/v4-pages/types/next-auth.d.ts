import type { DefaultSession, DefaultUser } from 'next-auth'
import type { DefaultJWT } from 'next-auth/jwt'

declare module 'next-auth' {
  interface Session extends DefaultSession {
    user: { id: string; role: 'admin' | 'guest' } & DefaultSession['user']
    accessToken?: string
    error?: 'RefreshAccessTokenError'
  }
  interface User extends DefaultUser {
    role: 'admin' | 'guest'
  }
  interface Profile {
    groups?: string[]
  }
  interface Account {
    tenant?: string
  }
}

declare module 'next-auth/jwt' {
  interface JWT extends DefaultJWT {
    id: string
    role: 'admin' | 'guest'
    accessToken?: string
    accessTokenExpires?: number
    refreshToken?: string
    error?: 'RefreshAccessTokenError'
  }
}

declare module 'next-auth/adapters' {
  interface AdapterUser {
    role: 'admin' | 'guest'
  }
}
