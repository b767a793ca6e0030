import Apple from './apple.js'
import Credentials from './credentials.js'
import Email from './email.js'
import GitHub from './github.js'
import Google from './google.js'
import LDAP from './ldap.js'
import Nodemailer from './nodemailer.js'
import OAuth2 from './oauth2.js'
import OIDC from './oidc.js'

export type {
  CommonProvider,
  CredentialInput,
  CredentialsProvider,
  EmailProvider,
  OAuthOptions,
  OAuthProvider,
  Provider,
  TokenSet,
  VerificationRequest,
} from './contract.js'
export { Apple, Credentials, Email, GitHub, Google, LDAP, Nodemailer, OAuth2, OIDC }

/** `Providers.GitHub({ … })`. Each one also has a door of its own, `next-auth/providers/github`, which bundles less. */
const Providers: {
  readonly Apple: typeof Apple
  readonly Credentials: typeof Credentials
  readonly Email: typeof Email
  readonly GitHub: typeof GitHub
  readonly Google: typeof Google
  readonly LDAP: typeof LDAP
  readonly Nodemailer: typeof Nodemailer
  readonly OAuth2: typeof OAuth2
  readonly OIDC: typeof OIDC
} = { Apple, Credentials, Email, GitHub, Google, LDAP, Nodemailer, OAuth2, OIDC }

export default Providers
