import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'
import { readPhoto } from './microsoft-entra-id/photo.js'

/** The claims of ID tokens of the Microsoft identity platform, v2.0. */
export interface MicrosoftEntraIDProfile extends Profile {
  /** The person, for this application alone. */
  sub: string
  /** The tenant. */
  tid: string
  /** The person, for every application of the tenant. */
  oid?: string
  preferred_username?: string
  /** Whether the tenant has proven the domain of the address. An optional claim: switch it on for the application. */
  xms_edov?: unknown
}

export interface MicrosoftEntraIDOptions<P = MicrosoftEntraIDProfile> extends OAuthOptions<P> {
  /** Id of the tenant, or `common`, `organizations`, `consumers`: another way to say `issuer`. Default `common`; then list `tenants`. */
  tenantId?: string
  /** Reads the photo from Microsoft Graph, so many pixels wide, into the user's `image` as a data URL. Default: no photo. */
  profilePhotoSize?: 48 | 64 | 96 | 120 | 240 | 360 | 432 | 504 | 648
}

/** Microsoft Entra ID: work, school and personal accounts. */
export default function MicrosoftEntraID<P extends MicrosoftEntraIDProfile>(given: MicrosoftEntraIDOptions<P> = {}): OAuthProvider<P> {
  const { tenantId = 'common', profilePhotoSize, ...rest } = given
  const { issuer = `https://login.microsoftonline.com/${tenantId}/v2.0`, ...options } = rest
  return {
    id: 'microsoft-entra-id',
    name: 'Microsoft Entra ID',
    type: 'oidc',
    ...placeOf(issuer),
    client: { token_endpoint_auth_method: 'client_secret_post' },
    // Userinfo says what the ID token says.
    idToken: profilePhotoSize === undefined,
    ...(profilePhotoSize && { scope: 'openid profile email User.Read', userinfo: { request: readPhoto(profilePhotoSize) } }),
    profile: ({ sub, name, email, xms_edov, picture }) => ({
      id: sub,
      name: name ?? null,
      email: email ?? null,
      image: typeof picture === 'string' && picture.startsWith('data:') ? picture : null,
      // `email` alone is whatever an administrator wrote. Documented as a boolean; some tokens have "1".
      emailVerified: /^(true|1)$/.test(String(xms_edov)),
    }),
    style: { brandColor: '#0072c6', text: '#fff' },
    options,
  }
}

/** Tokens name a tenant by its id. `common` and `organizations` stand for many, `consumers` for the one of personal accounts. */
function placeOf(given: string): { issuer: string; wellKnown?: string } {
  const issuer = given.replace(/\/$/, '').replace(/\/consumers(?=\/)/, '/9188040d-6c67-4c5b-b112-36a304b66dad')
  const many = /\/(common|organizations)(?=\/v2\.0$)/
  return many.test(issuer)
    ? { issuer: issuer.replace(many, '/{tenantid}'), wellKnown: `${issuer}/.well-known/openid-configuration` }
    : { issuer }
}
