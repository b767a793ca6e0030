import type { Adapter as CoreAdapter } from '@auth/core/adapters'
import PostgresAdapter from '@auth/pg-adapter'
import NextAuth, { AuthError, CredentialsSignin, type NextAuthConfig, type Session, type User } from 'next-auth'
import type { Adapter, AdapterUser } from 'next-auth/adapters'
import type { JWT } from 'next-auth/jwt'
import { decode, encode } from 'next-auth/jwt'
import type { Provider } from 'next-auth/providers'
import Credentials from 'next-auth/providers/credentials'
import GitHub, { type GitHubProfile } from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import MicrosoftEntraID from 'next-auth/providers/microsoft-entra-id'
import Nodemailer from 'next-auth/providers/nodemailer'
import Resend from 'next-auth/providers/resend'
import type { Pool } from 'pg'
import authConfig from './auth.config.js'
import Acme from './lib/acme.js'

class InvalidLogin extends CredentialsSignin {
  code = 'invalid_login'
}

const providers: Provider[] = [
  Google,
  GitHub({
    clientId: process.env.GITHUB_ID,
    profile: (profile: GitHubProfile) => ({ id: String(profile.id), name: profile.login, role: 'guest' as const }),
  }),
  Google({
    authorization: { params: { prompt: 'consent', access_type: 'offline' } },
    profile(profile) {
      return { ...profile, id: profile.sub, image: profile.picture, role: profile.email_verified ? 'admin' : 'guest' }
    },
  }),
  MicrosoftEntraID({ clientId: 'web', issuer: 'https://login.microsoftonline.com/acme/v2.0' }),
  Acme({ clientId: 'web', clientSecret: 'not a secret', tenant: 'one' }),
  Resend({ from: 'login@app.example', apiKey: process.env.RESEND_KEY }),
  Nodemailer({
    server: { host: 'localhost', port: 25, auth: { user: 'app', pass: 'not a secret' } },
    from: 'login@app.example',
    async sendVerificationRequest({ identifier, url, provider, theme, request }) {
      console.log(identifier, new URL(url).host, provider.from, theme.brandColor, request.url)
    },
  }),
  {
    id: 'http-email',
    name: 'E-mail',
    type: 'email',
    maxAge: 86_400,
    async sendVerificationRequest({ identifier: email, url }) {
      console.log(email, url)
    },
  },
  Credentials({
    async authorize(credentials) {
      if (!credentials.username) throw new InvalidLogin()
      return { id: '7', name: String(credentials.username), role: 'guest' }
    },
  }),
]

export const providerMap = providers
  .map((provider) => {
    if (typeof provider === 'function') {
      const data = provider()
      return { id: data.id, name: data.name }
    }
    return { id: provider.id, name: provider.name }
  })
  .filter((provider) => provider.id !== 'credentials')

export const config: NextAuthConfig = {
  ...authConfig,
  adapter: PostgresAdapter({} as Pool),
  providers,
  secret: ['first', 'second'],
  session: { strategy: 'jwt', maxAge: 3600, updateAge: 0, generateSessionToken: () => 'unused' },
  trustHost: true,
  basePath: '/auth',
  redirectProxyUrl: process.env.AUTH_REDIRECT_PROXY_URL,
  jwt: {
    maxAge: 60,
    encode: (params) => encode(params),
    async decode(params) {
      return decode<JWT>({ ...params, salt: params.salt || 'session' })
    },
  },
  callbacks: {
    ...authConfig.callbacks,
    jwt({ token, user, account, profile, trigger, session }) {
      if (user) token.role = user.role
      if (account) token.accessToken = account.access_token
      if (account?.expires_in) token.ends = Date.now() + account.expires_in * 1000
      if (profile?.picture) token.picture = profile.picture
      if (trigger === 'update') return { ...token, ...session.user }
      return token
    },
    session({ session, token, user }) {
      session.user.id = token.sub!
      session.user.role = token.role ?? (user as AdapterUser & User)?.role ?? 'guest'
      session.accessToken = token.accessToken
      return session
    },
    async signIn({ user, account, profile }) {
      if (account?.provider === 'google') return !!profile?.email_verified && profile.email!.endsWith('@acme.example')
      return user.id !== 'root'
    },
    redirect: ({ url, baseUrl }) => (url.startsWith(baseUrl) ? url : baseUrl),
  },
  events: {
    async signOut(message) {
      if ('session' in message) console.log(message.session?.userId)
      if ('token' in message) console.log(message.token?.sub)
    },
    async linkAccount({ user, account, profile }) {
      console.log(user.id, account.provider, profile.email)
    },
    async signIn({ user, isNewUser }) {
      console.log(user.name, isNewUser)
    },
  },
  logger: {
    error(error) {
      console.error(error.name, error.message, error instanceof AuthError ? error.type : undefined)
    },
    warn(code) {
      console.warn(code)
    },
    debug(message, metadata) {
      console.debug(message, metadata)
    },
  },
  theme: { logo: '/logo.png' },
  experimental: { enableWebAuthn: false },
  debug: true,
}

export const { handlers, auth, signIn, signOut, unstable_update } = NextAuth(config)

export const lazily = NextAuth(async (request) => ({ ...config, debug: request?.nextUrl.pathname === '/' }))
export const kept: Adapter | undefined = config.adapter
export const theirs: CoreAdapter = PostgresAdapter({} as Pool)
export const stored: NextAuthConfig = { providers: [], adapter: theirs }
export type Mine = Session['user']
