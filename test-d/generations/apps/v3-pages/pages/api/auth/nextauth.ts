import type { NextApiRequest, NextApiResponse } from 'next'
import NextAuth, { type Account, type NextAuthOptions, type Session, type User } from 'next-auth'
import type { JWT } from 'next-auth/jwt'
import Providers from 'next-auth/providers'

const options: NextAuthOptions = {
  providers: [
    Providers.GitHub({ clientId: process.env.GITHUB_ID, clientSecret: process.env.GITHUB_SECRET }),
    Providers.Google({
      clientId: process.env.GOOGLE_ID,
      clientSecret: process.env.GOOGLE_SECRET,
      authorizationParams: { prompt: 'consent' },
    }),
    Providers.Auth0({ clientId: 'web', clientSecret: process.env.AUTH0_SECRET, domain: process.env.AUTH0_DOMAIN }),
    Providers.Email({ server: process.env.EMAIL_SERVER, from: 'login@app.example' }),
    Providers.Credentials({
      name: 'Directory',
      credentials: { username: { label: 'Name', type: 'text', placeholder: 'ann' }, password: { label: 'Password', type: 'password' } },
      async authorize(credentials) {
        return credentials.username === 'ann' && credentials.password.length > 3 ? { id: '7', name: 'Ann' } : null
      },
    }),
    {
      id: 'acme',
      name: 'Acme',
      type: 'oauth',
      version: '2.0',
      scope: 'profile email',
      params: { grant_type: 'authorization_code' },
      accessTokenUrl: 'https://acme.example/token',
      authorizationUrl: 'https://acme.example/authorize?response_type=code',
      profileUrl: 'https://acme.example/me',
      protection: ['pkce', 'state'],
      clientId: 'web',
      clientSecret: 'not a secret',
      async profile(profile, tokens) {
        return { id: String(profile.id), name: tokens.access_token, email: profile.email, image: profile.image }
      },
    },
  ],
  database: process.env.DATABASE_URL,
  secret: process.env.SECRET,
  session: { jwt: true, maxAge: 30 * 24 * 60 * 60, updateAge: 24 * 60 * 60 },
  jwt: { secret: process.env.JWT_SECRET, encryption: true, maxAge: 3600 },
  pages: { signIn: '/signin', error: '/signin' },
  theme: 'auto',
  debug: false,
  useSecureCookies: true,
  cookies: {
    sessionToken: { name: 'acme.session', options: { httpOnly: true, sameSite: 'lax', path: '/', secure: true, domain: '.acme.example' } },
  },
  logger: {
    error(code, ...message) {
      console.error(code, message)
    },
    warn(code, ...message) {
      console.warn(code, message)
    },
    debug(code, ...message) {
      console.debug(code, message)
    },
  },
  callbacks: {
    async signIn(user, account, profile) {
      if (account.provider === 'google') return Boolean(profile.email?.endsWith('@acme.example'))
      return user.role === 'banned' ? '/banned' : true
    },
    async redirect(url, baseUrl) {
      return url.startsWith(baseUrl) ? url : baseUrl
    },
    async jwt(token, user, account) {
      if (user) token.role = user.role
      if (account?.accessToken) token.accessToken = account.accessToken
      return token
    },
    async session(session, userOrToken) {
      session.role = userOrToken.role
      session.accessToken = (userOrToken as JWT).accessToken
      return session
    },
  },
  events: {
    async signIn(message) {
      console.log(message)
    },
    async signOut() {
      console.log('out')
    },
  },
}

export default (req: NextApiRequest, res: NextApiResponse) => NextAuth(req, res, options)

export const direct = NextAuth(options)

// As others write them: with their types.
export const annotated: NextAuthOptions = {
  providers: [],
  callbacks: {
    jwt: async (token: JWT, user?: User, account?: Account): Promise<JWT> => ({ ...token, role: user?.role, provider: account?.provider }),
    session: async (session: Session, token: JWT | User): Promise<Session> => ({ ...session, role: token.role }),
    signIn: async (_user: User, account: Account) => account.type === 'oauth',
  },
}
