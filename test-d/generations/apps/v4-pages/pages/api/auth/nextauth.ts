import { UpstashRedisAdapter } from '@next-auth/upstash-redis-adapter'
import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { type AuthOptions, type CallbacksOptions, type EventCallbacks, type NextAuthOptions } from 'next-auth'
import type { Adapter } from 'next-auth/adapters'
import type { JWT, JWTDecodeParams, JWTEncodeParams } from 'next-auth/jwt'
import { decode, encode } from 'next-auth/jwt'
import AppleProvider from 'next-auth/providers/apple'
import Auth0Provider from 'next-auth/providers/auth0'
import AzureADProvider from 'next-auth/providers/azure-ad'
import CredentialsProvider from 'next-auth/providers/credentials'
import EmailProvider, { type SendVerificationRequestParams } from 'next-auth/providers/email'
import GithubProvider, { type GithubEmail, type GithubProfile } from 'next-auth/providers/github'
import GoogleProvider, { type GoogleProfile } from 'next-auth/providers/google'
import type { OAuthConfig } from 'next-auth/providers/oauth'
import TwitterProvider from 'next-auth/providers/twitter'
import { createTransport } from 'nodemailer'
import Acme from '../../../lib/acme.js'
import { MapAdapter } from '../../../lib/adapter.js'

const emails: GithubEmail[] = []

async function sendVerificationRequest({ identifier, url, provider, theme }: SendVerificationRequestParams) {
  const transport = createTransport(provider.server)
  const result = await transport.sendMail({ to: identifier, from: provider.from, subject: new URL(url).host, html: theme.brandColor ?? '' })
  const failed = result.rejected.concat(result.pending).filter(Boolean)
  if (failed.length > 0) throw new Error('not sent')
}

async function refresh(token: JWT): Promise<JWT> {
  try {
    const answer = await fetch('https://acme.example/token', {
      method: 'POST',
      body: new URLSearchParams({ refresh_token: token.refreshToken ?? '' }),
    })
    const found = await answer.json()
    return { ...token, accessToken: found.access_token, accessTokenExpires: Date.now() + found.expires_in * 1000 }
  } catch {
    return { ...token, error: 'RefreshAccessTokenError' }
  }
}

const events: Partial<EventCallbacks> = {
  async signIn({ user, account, profile, isNewUser }) {
    console.log(user.id, account?.provider, profile?.email, isNewUser)
  },
  async signOut({ token }) {
    console.log(token.sub)
  },
  async createUser({ user }) {
    console.log(user.email)
  },
  async linkAccount({ user, account, profile }) {
    console.log(user.id, account.providerAccountId, profile.email)
  },
  async session({ session, token }) {
    console.log(session.expires, token.sub)
  },
}

const jwtCallback: CallbacksOptions['jwt'] = async ({ token, user, account, profile, trigger, session, isNewUser }) => {
  if (account) {
    token.id = user.id
    token.role = user.role
    token.accessToken = account.access_token
    token.refreshToken = account.refresh_token
    token.accessTokenExpires = account.expires_at ? account.expires_at * 1000 : undefined
    token.picture = profile?.image
    if (isNewUser && profile?.groups?.includes('admins')) token.role = 'admin'
  }
  if (trigger === 'update' && session?.name) token.name = session.name
  if (token.accessTokenExpires && Date.now() > token.accessTokenExpires) return refresh(token)
  return token
}

export const authOptions: NextAuthOptions = {
  adapter: MapAdapter({ users: new Map(), accounts: [], sessions: new Map(), tokens: [] }),
  providers: [
    GithubProvider({
      clientId: process.env.GITHUB_ID as string,
      clientSecret: process.env.GITHUB_SECRET as string,
      profile(profile) {
        return {
          id: profile.id.toString(),
          name: profile.name ?? profile.login,
          email: profile.email,
          image: profile.avatar_url,
          role: emails.length > 0 ? 'admin' : 'guest',
        }
      },
    }),
    GoogleProvider<GoogleProfile>({
      clientId: process.env.GOOGLE_ID ?? '',
      clientSecret: process.env.GOOGLE_SECRET ?? '',
      authorization: { params: { access_type: 'offline', prompt: 'consent', response_type: 'code' } },
      allowDangerousEmailAccountLinking: true,
      profile: (profile) => ({
        id: profile.sub,
        name: `${profile.given_name} ${profile.family_name}`,
        email: profile.email,
        image: profile.picture,
        role: profile.hd === 'acme.example' ? 'admin' : 'guest',
      }),
    }),
    AzureADProvider({ clientId: 'web', clientSecret: 'not a secret', tenantId: process.env.TENANT }),
    AppleProvider({ clientId: 'web', clientSecret: 'not a secret' }),
    Auth0Provider({ clientId: 'web', clientSecret: 'not a secret', issuer: process.env.AUTH0_ISSUER }),
    TwitterProvider({ clientId: 'web', clientSecret: 'not a secret', version: '2.0' }),
    Acme({ clientId: 'web', clientSecret: 'not a secret', issuer: 'https://acme.example', httpOptions: { timeout: 10_000 } }),
    {
      id: 'plain',
      name: 'Plain',
      type: 'oauth',
      clientId: 'web',
      clientSecret: 'not a secret',
      authorization: 'https://plain.example/authorize?scope=user',
      token: 'https://plain.example/token',
      userinfo: { url: 'https://plain.example/me', params: { fields: 'id,name' } },
      client: { token_endpoint_auth_method: 'client_secret_post' },
      profile: (profile: { id: number; name: string }) => ({ id: String(profile.id), name: profile.name, email: null, role: 'guest' }),
    },
    EmailProvider({
      server: { host: 'localhost', port: 25, auth: { user: 'app', pass: 'not a secret' } },
      from: 'login@app.example',
      sendVerificationRequest,
    }),
    EmailProvider({
      server: process.env.EMAIL_SERVER,
      from: process.env.EMAIL_FROM,
      maxAge: 600,
      generateVerificationToken: () => '123456',
    }),
    CredentialsProvider({
      name: 'Directory',
      credentials: { username: { label: 'Name', type: 'text', placeholder: 'ann' }, password: { label: 'Password', type: 'password' } },
      async authorize(credentials) {
        if (!credentials?.username || !credentials.password) return null
        const { username, password } = credentials
        return password.length > 3 ? { id: username, name: username, role: 'guest' as const } : null
      },
    }),
    CredentialsProvider({
      id: 'pin',
      credentials: { pin: {} },
      authorize: async (credentials) => (credentials!.pin.startsWith('1') ? { id: credentials!.pin, role: 'guest' } : null),
    }),
  ],
  secret: process.env.NEXTAUTH_SECRET,
  session: { strategy: 'jwt', maxAge: 30 * 24 * 60 * 60, updateAge: 24 * 60 * 60, generateSessionToken: () => 'unused' },
  jwt: {
    maxAge: 3600,
    async encode(params: JWTEncodeParams): Promise<string> {
      return encode(params)
    },
    async decode(params: JWTDecodeParams): Promise<JWT | null> {
      return decode(params)
    },
  },
  pages: { signIn: '/signin', signOut: '/signout', error: '/error', verifyRequest: '/verify', newUser: '/welcome' },
  callbacks: {
    async signIn({ user, account, profile, email, credentials }) {
      if (email?.verificationRequest) return true
      if (account?.provider === 'google') return profile?.email?.endsWith('@acme.example') ?? false
      return credentials ? true : user.role === 'admin' || '/unauthorized'
    },
    async redirect({ url, baseUrl }) {
      return url.startsWith('/') ? `${baseUrl}${url}` : baseUrl
    },
    jwt: jwtCallback,
    async session({ session, token, user, trigger, newSession }) {
      session.user.id = token.id ?? user.id
      session.user.role = token.role
      session.accessToken = token.accessToken
      if (trigger === 'update') session.user.name = newSession.name
      return session
    },
  },
  events,
  theme: { colorScheme: 'light', brandColor: '#123456', logo: '/logo.png', buttonText: '#fff' },
  logger: {
    error(code, metadata) {
      console.error(code, metadata)
    },
    warn(code) {
      console.warn(code)
    },
    debug(code, metadata) {
      console.debug(code, metadata)
    },
  },
  cookies: {
    sessionToken: {
      name: '__Secure-acme.session',
      options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true, domain: '.acme.example' },
    },
  },
  useSecureCookies: process.env.NODE_ENV === 'production',
  debug: process.env.NODE_ENV === 'development',
}

export default NextAuth(authOptions)

// Options for each request.
export async function handler(req: NextApiRequest, res: NextApiResponse) {
  const providers: AuthOptions['providers'] = authOptions.providers.slice()
  if (req.query.nextauth?.includes('signin')) providers.pop()
  return await NextAuth(req, res, { ...authOptions, providers })
}

export const stored: NextAuthOptions = {
  adapter: UpstashRedisAdapter({} as never),
  providers: [],
  callbacks: {
    session: ({ session, user }) => ({ ...session, user: { ...session.user, id: user.id } }),
  },
}

export const cast: AuthOptions = { adapter: UpstashRedisAdapter({} as never) as Adapter, providers: [] as OAuthConfig<GithubProfile>[] }
