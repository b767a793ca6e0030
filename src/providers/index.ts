import Apple from './apple.js'
import Credentials from './credentials.js'
import Discogs from './discogs.js'
import Email from './email.js'
import Flickr from './flickr.js'
import GitHub from './github.js'
import Google from './google.js'
import Nodemailer from './nodemailer.js'
import OAuth1 from './oauth1.js'
import OAuth2 from './oauth2.js'
import OIDC from './oidc.js'
import Trello from './trello.js'
import Tumblr from './tumblr.js'
import Twitter from './twitter.js'

export type {
  CommonProvider,
  CredentialInput,
  CredentialsProvider,
  EmailProvider,
  OAuth1Options,
  OAuth1Provider,
  OAuth1TokenSet,
  OAuthOptions,
  OAuthProvider,
  Provider,
  TokenSet,
  VerificationRequest,
} from './contract.js'
export { Apple, Credentials, Discogs, Email, Flickr, GitHub, Google, Nodemailer, OAuth1, OAuth2, OIDC, Trello, Tumblr, Twitter }

/** `Providers.GitHub({ … })`. Each one also has a door of its own, `next-auth/providers/github`, which bundles less. */
const Providers: {
  readonly Apple: typeof Apple
  readonly Credentials: typeof Credentials
  readonly Discogs: typeof Discogs
  readonly Email: typeof Email
  readonly Flickr: typeof Flickr
  readonly GitHub: typeof GitHub
  readonly Google: typeof Google
  readonly Nodemailer: typeof Nodemailer
  readonly OAuth1: typeof OAuth1
  readonly OAuth2: typeof OAuth2
  readonly OIDC: typeof OIDC
  readonly Trello: typeof Trello
  readonly Tumblr: typeof Tumblr
  readonly Twitter: typeof Twitter
} = { Apple, Credentials, Discogs, Email, Flickr, GitHub, Google, Nodemailer, OAuth1, OAuth2, OIDC, Trello, Tumblr, Twitter }

export default Providers
