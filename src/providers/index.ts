import Apple from './apple.js'
import Credentials from './credentials.js'
import Email from './email.js'
import ForwardEmail from './forwardemail.js'
import GitHub from './github.js'
import Google from './google.js'
import Loops from './loops.js'
import Mailgun from './mailgun.js'
import Nodemailer from './nodemailer.js'
import OAuth2 from './oauth2.js'
import OIDC from './oidc.js'
import Postmark from './postmark.js'
import Resend from './resend.js'
import SendGrid from './sendgrid.js'

export type {
  CommonProvider,
  CredentialInput,
  CredentialsProvider,
  EmailOptions,
  EmailProvider,
  MailText,
  MailTextOption,
  OAuthOptions,
  OAuthProvider,
  Provider,
  TokenSet,
  VerificationRequest,
} from './contract.js'
export { Apple, Credentials, Email, ForwardEmail, GitHub, Google, Loops, Mailgun, Nodemailer, OAuth2, OIDC, Postmark, Resend, SendGrid }

/** `Providers.GitHub({ … })`. Each one also has a door of its own, `next-auth/providers/github`, which bundles less. */
const Providers: {
  readonly Apple: typeof Apple
  readonly Credentials: typeof Credentials
  readonly Email: typeof Email
  readonly ForwardEmail: typeof ForwardEmail
  readonly GitHub: typeof GitHub
  readonly Google: typeof Google
  readonly Loops: typeof Loops
  readonly Mailgun: typeof Mailgun
  readonly Nodemailer: typeof Nodemailer
  readonly OAuth2: typeof OAuth2
  readonly OIDC: typeof OIDC
  readonly Postmark: typeof Postmark
  readonly Resend: typeof Resend
  readonly SendGrid: typeof SendGrid
  /** v5 spells it so in its documentation. */
  readonly Sendgrid: typeof SendGrid
} = {
  Apple,
  Credentials,
  Email,
  ForwardEmail,
  GitHub,
  Google,
  Loops,
  Mailgun,
  Nodemailer,
  OAuth2,
  OIDC,
  Postmark,
  Resend,
  SendGrid,
  Sendgrid: SendGrid,
}

export default Providers
