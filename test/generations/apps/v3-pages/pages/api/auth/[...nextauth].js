import NextAuth from 'next-auth'
import Providers from 'next-auth/providers'

const inDatabase = process.env.STRATEGY === 'database'

export default NextAuth({
  providers: [
    {
      id: 'idp',
      name: 'Test Identity',
      type: 'oauth',
      version: '2.0',
      scope: 'openid profile email',
      params: { grant_type: 'authorization_code' },
      authorizationUrl: `${process.env.IDP_ISSUER}/auth?response_type=code`,
      accessTokenUrl: `${process.env.IDP_ISSUER}/token`,
      profileUrl: `${process.env.IDP_ISSUER}/me`,
      profile: (profile) => ({ id: profile.sub, name: profile.name, email: profile.email, image: null }),
      clientId: process.env.IDP_ID,
      clientSecret: process.env.IDP_SECRET,
    },
    Providers.Credentials({
      name: 'Password',
      credentials: { username: { label: 'User name', type: 'text' }, password: { label: 'Password', type: 'password' } },
      authorize: async ({ username, password }) =>
        password === 'right' ? { id: 4711, name: username, email: `${username}@example.com` } : null,
    }),
  ],
  database: inDatabase ? process.env.DATABASE_URL : undefined,
  secret: process.env.SECRET,
  session: { jwt: !inDatabase },
  jwt: { secret: process.env.SECRET, encryption: process.env.TOKEN === 'encrypted' },
  callbacks: {
    async jwt(token, user) {
      if (user) {
        token.id = user.id
        token.plan = 'gold'
      }
      return token
    },
    async session(session, userOrToken) {
      session.user.id = userOrToken.id
      session.user.plan = inDatabase ? planOf(userOrToken.email) : userOrToken.plan
      return session
    },
  },
})

function planOf(email) {
  return email.endsWith('@idp.example.com') ? 'gold' : 'none'
}
