import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v1/identity/oauth2/userinfo?schema=paypalv1.1`. */
export interface PayPalProfile extends Profile {
  /** An address: `https://www.paypal.com/webapps/auth/identity/user/…`. */
  user_id: string
  name?: string
  emails?: { value: string; primary?: boolean; confirmed?: boolean }[]
  /** With the scope `https://uri.paypal.com/services/paypalattributes`, as the next one. */
  payer_id?: string
  verified_account?: string
}

export interface PayPalOptions extends OAuthOptions<PayPalProfile> {
  /** `sandbox` for its test accounts. Default `live`. */
  environment?: 'live' | 'sandbox'
}

/** PayPal (Log in with PayPal). */
export default function PayPal({ environment = 'live', ...options }: PayPalOptions = {}): OAuthProvider<PayPalProfile> {
  const domain = environment === 'sandbox' ? 'sandbox.paypal.com' : 'paypal.com'
  return {
    id: 'paypal',
    name: 'PayPal',
    type: 'oauth',
    authorization: { url: `https://www.${domain}/signin/authorize`, params: { flowEntry: 'static' } },
    token: { url: `https://api-m.${domain}/v1/oauth2/token` },
    userinfo: { url: `https://api-m.${domain}/v1/identity/oauth2/userinfo`, params: { schema: 'paypalv1.1' } },
    scope: 'openid profile email',
    client: { token_endpoint_auth_method: 'client_secret_basic' },
    profile: ({ user_id, name, emails = [] }) => {
      const primary = emails.find((email) => email.primary === true)
      return { id: user_id, name: name || null, email: primary?.value ?? null, image: null, emailVerified: primary?.confirmed === true }
    },
    style: { brandColor: '#003087', text: '#fff' },
    options,
  }
}
