import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of ID token and userinfo. */
export interface FusionAuthProfile extends Profile {
  sub: string
  preferred_username?: string
  given_name?: string
  middle_name?: string
  family_name?: string
  picture?: string
}

export interface FusionAuthOptions<P = FusionAuthProfile> extends OAuthOptions<P> {
  /** The tenant, where the server has several. */
  tenantId?: string
  /** The host, as version 3 has it: `auth.company.example` is the issuer `https://auth.company.example`. */
  domain?: string
}

/** FusionAuth, by its `issuer`. */
export default function FusionAuth<P extends FusionAuthProfile>({
  tenantId,
  domain,
  ...options
}: FusionAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'fusionauth',
    name: 'FusionAuth',
    type: 'oidc',
    ...(domain === undefined ? {} : { issuer: `https://${domain}` }),
    ...(tenantId === undefined ? {} : { wellKnown: `{issuer}/.well-known/openid-configuration?tenantId=${tenantId}` }),
    authorization: { params: { tenantId } },
    profile: (profile) => ({
      id: profile.sub,
      name: nameIn(profile),
      email: profile.email ?? null,
      image: profile.picture ?? null,
    }),
    style: { brandColor: '#f58320', text: '#000' },
    options,
  }
}

function nameIn({ name, preferred_username, given_name, middle_name, family_name }: FusionAuthProfile): string | null {
  return name ?? preferred_username ?? ([given_name, middle_name, family_name].filter(Boolean).join(' ') || null)
}
