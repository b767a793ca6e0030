import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Cognito's ID tokens, or with `domain` alone the answer of `GET /oauth2/userInfo`. */
export interface CognitoProfile extends Profile {
  sub: string
  picture?: string
  preferred_username?: string
  'cognito:username'?: string
  'cognito:groups'?: string[]
  username?: string
}

export interface CognitoOptions<P = CognitoProfile> extends OAuthOptions<P> {
  /** Host name of the user pool's domain, as in v3: `acme.auth.eu-central-1.amazoncognito.com`. Without `issuer` no ID token is read then. */
  domain?: string
}

/** Amazon Cognito. `issuer` is `https://cognito-idp.<region>.amazonaws.com/<user pool id>`. */
export default function Cognito<P extends CognitoProfile>({ domain, ...options }: CognitoOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'cognito',
    name: 'Cognito',
    ...(domain && !options.issuer ? endpointsAt(`https://${domain}/oauth2`) : { type: 'oidc' }),
    scope: 'openid profile email',
    // The ID token has every attribute that the application may read.
    idToken: true,
    profile: ({ sub, name, preferred_username, username, email, email_verified, picture }) => ({
      id: sub,
      name: name ?? preferred_username ?? username ?? null,
      email: email ?? null,
      image: picture ?? null,
      // In the answer of userInfo it is a text.
      emailVerified: String(email_verified) === 'true',
    }),
    style: { brandColor: '#c17b9e', text: '#000' },
    options,
  }
}

function endpointsAt(base: string): Pick<OAuthProvider, 'authorization' | 'token'> & { type: 'oauth'; userinfo: { url: string } } {
  return {
    type: 'oauth',
    authorization: { url: `${base}/authorize` },
    token: { url: `${base}/token` },
    userinfo: { url: `${base}/userInfo` },
  }
}
