import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, TokenSet } from './contract.js'

/** The claims of a user flow's ID tokens: those that the flow is set to return. */
export interface AzureADB2CProfile extends Profile {
  sub: string
  oid?: string
  emails?: string[]
  /** The user flow. */
  tfp?: string
}
export type { AzureADB2CProfile as AzureB2CProfile }

export interface AzureADB2COptions<P = AzureADB2CProfile> extends OAuthOptions<P> {
  /** With `primaryUserFlow`: the tenant's name, `acme` of `acme.onmicrosoft.com`. Alone, as in v3: whose people Microsoft Graph describes. */
  tenantId?: string
  /** `B2C_1_signin`. */
  primaryUserFlow?: string
}

/** Azure AD B2C. With `tenantId` alone it is what v3 called so: Azure AD, and the ids of Microsoft Graph. */
export default function AzureADB2C<P extends AzureADB2CProfile>(given: AzureADB2COptions<P> = {}): OAuthProvider<P> {
  const { tenantId, primaryUserFlow, ...options } = given
  const named = { id: 'azure-ad-b2c', name: 'Azure Active Directory B2C', style: { brandColor: '#0072c6', text: '#fff' } }
  const client = { token_endpoint_auth_method: 'client_secret_post' } as const
  if (tenantId && !primaryUserFlow && !options.issuer) return { ...named, ...azureAD<P>(tenantId), client, options }
  const flow = `https://${tenantId}.b2clogin.com/${tenantId}.onmicrosoft.com/${primaryUserFlow}/v2.0`
  return {
    ...named,
    type: 'oidc',
    // The description of a flow names the tenant by its id, so the issuer is not where the description is.
    ...(tenantId && primaryUserFlow && { wellKnown: `${flow}/.well-known/openid-configuration` }),
    client,
    token: { conform: withAccessToken },
    scope: 'openid',
    profile: ({ sub, name, emails, email }) => ({ id: sub, name: name ?? null, email: emails?.[0] ?? email ?? null, image: null }),
    options,
  }
}

/** Only the scope of an API brings an `access_token`; RFC 6749 §5.1 always requires one. */
async function withAccessToken(response: Response): Promise<Response | undefined> {
  const tokens = (await response.json().catch(() => null)) as TokenSet | null
  return tokens?.id_token && !tokens.access_token ? Response.json({ ...tokens, access_token: 'none' }) : undefined
}

function azureAD<P extends AzureADB2CProfile>(
  tenantId: string,
): Pick<OAuthProvider<P>, 'type' | 'authorization' | 'token' | 'userinfo' | 'scope' | 'profile'> {
  const base = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0`
  const text = (value: unknown): string | null => (typeof value === 'string' ? value : null)
  return {
    type: 'oauth',
    authorization: { url: `${base}/authorize` },
    token: { url: `${base}/token` },
    userinfo: { url: 'https://graph.microsoft.com/v1.0/me' },
    scope: 'User.Read',
    profile: ({ id, displayName, mail }) => ({ id: String(id), name: text(displayName), email: text(mail), image: null }),
  }
}
