export * from './contract/names.js'
export type {
  CommonProvider,
  CredentialsProvider,
  EmailOptions,
  EmailProvider,
  MailText,
  MailTextOption,
  OAuth1Options,
  OAuth1Provider,
  OAuth1TokenSet,
  OAuthOptions,
  OAuthProvider,
  ProviderEntry as Provider,
  TokenSet,
  VerificationRequest,
} from './contract.js'
export * from './namespace/all.js'
/** `Providers.GitHub({ … })`. A namespace, so that bundlers keep what is named and drop the rest; without a bundler `next-auth/providers/github` loads less. */
export * as default from './namespace/all.js'
