import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v1/account`. */
export interface StripeConnectProfile extends Omit<Profile, 'id'> {
  /** `acct_…` */
  id: string
  email: string | null
  business_profile: { name: string | null } | null
  settings: { dashboard: { display_name: string | null } } | null
  /** Two letters: `DE`. */
  country: string
}

/** Stripe accounts (Connect with OAuth). The secret is the platform's secret API key. */
export default function StripeConnect(options: OAuthOptions<StripeConnectProfile> = {}): OAuthProvider<StripeConnectProfile> {
  return {
    id: 'stripe-connect',
    name: 'Stripe',
    type: 'oauth',
    authorization: { url: 'https://connect.stripe.com/oauth/authorize' },
    token: { url: 'https://connect.stripe.com/oauth/token' },
    userinfo: { url: 'https://api.stripe.com/v1/account' },
    scope: 'read_only',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, email, business_profile, settings }) => ({
      id,
      name: settings?.dashboard.display_name || business_profile?.name || null,
      email: email ?? null,
      image: null,
    }),
    style: { brandColor: '#635bff', text: '#fff' },
    options,
  }
}
