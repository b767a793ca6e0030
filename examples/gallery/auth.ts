import NextAuth, { type NextAuthConfig } from 'next-auth'
import Credentials from 'next-auth/providers/credentials'
import Email from 'next-auth/providers/email'
import GitHub from 'next-auth/providers/github'
import Google from 'next-auth/providers/google'
import oauth2, { type OAuth2Profile } from 'next-auth/providers/oauth2'
import oidc from 'next-auth/providers/oidc'
import { checkPassword } from './demo-users'

const env = process.env
const identity = env.AUTH_IDP_ISSUER ?? 'http://127.0.0.1:4000'

/** What the gallery's own identity server answers at /person, in words of its own. */
interface Person extends OAuth2Profile {
  key: string
  display_name: string
  mail: string
  avatar: string
}

/** The services that get a button on the front page. */
export const services = [
  { id: 'idp', name: 'Gallery ID' },
  { id: 'plain', name: 'Gallery ID, plain OAuth 2' },
  // Real ones appear as soon as the environment knows them.
  ...(env.AUTH_GITHUB_ID ? [{ id: 'github', name: 'GitHub' }] : []),
  ...(env.AUTH_GOOGLE_ID ? [{ id: 'google', name: 'Google' }] : []),
]

export const options = {
  providers: [
    // OpenID Connect: the address of the server is enough, it describes itself.
    oidc({
      id: 'idp',
      name: 'Gallery ID',
      issuer: identity,
      clientId: 'gallery',
      clientSecret: env.AUTH_IDP_SECRET ?? '',
      // Only because it runs on this machine. It proves every address it tells.
      dangerouslyAllowInsecureRequests: true,
      allowDangerousEmailAccountLinking: true,
    }),
    // OAuth 2 without OpenID Connect: three addresses, and a profile that has to be read.
    oauth2<Person>({
      id: 'plain',
      name: 'Gallery ID, plain OAuth 2',
      clientId: 'gallery-plain',
      clientSecret: env.AUTH_IDP_SECRET ?? '',
      issuer: identity,
      authorization: { url: `${identity}/auth`, params: { scope: 'person' } },
      token: `${identity}/token`,
      userinfo: `${identity}/person`,
      profile: ({ key, display_name, mail, avatar }) => ({ id: key, name: display_name, email: mail, image: avatar, emailVerified: true }),
      dangerouslyAllowInsecureRequests: true,
      allowDangerousEmailAccountLinking: true,
    }),
    Email({ server: env.MAIL_SERVER ?? '', from: 'Gallery <gallery@example.com>' }),
    Credentials({
      name: 'a password',
      credentials: {
        name: { label: 'Name', placeholder: 'Any name', autocomplete: 'username' },
        password: { label: 'Password', type: 'password', placeholder: 'demo', autocomplete: 'current-password' },
      },
      authorize: checkPassword,
    }),
    ...(env.AUTH_GITHUB_ID ? [GitHub] : []),
    ...(env.AUTH_GOOGLE_ID ? [Google] : []),
  ],
  database: env.DATABASE_URL,
  session: { strategy: env.GALLERY_SESSION === 'jwt' || env.GALLERY_SESSION === 'encrypted' ? 'jwt' : 'database' },
  jwt: { encryption: env.GALLERY_SESSION === 'encrypted' },
  // After asking for a link one wants to read the mail; the gallery has its own mailbox.
  pages: { verifyRequest: '/mailbox' },
  theme: { brandColor: '#b3391a', buttonText: '#ffffff' },
  callbacks: {
    // Asked by proxy.ts: may this visitor go on?
    authorized: ({ auth }) => auth !== null,
  },
} satisfies NextAuthConfig

export const { handlers, auth, signIn, signOut } = NextAuth(options)
