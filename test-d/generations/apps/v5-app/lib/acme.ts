import type { OAuth2Config, OAuthConfig, OAuthUserConfig, OIDCConfig, OIDCUserConfig } from 'next-auth/providers'

// biome-ignore lint/suspicious/noExplicitAny: as the documentation of that generation has it
export interface AcmeProfile extends Record<string, any> {
  sub: string
  name: string
  groups: string[]
}

export default function Acme<P extends AcmeProfile>(options: OIDCUserConfig<P> & { tenant?: string }): OIDCConfig<P> {
  return {
    id: 'acme',
    name: 'Acme',
    type: 'oidc',
    issuer: `https://${options.tenant}.acme.example`,
    authorization: { params: { scope: 'openid profile' } },
    checks: ['pkce', 'state', 'nonce'],
    idToken: true,
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile(profile) {
      return { id: profile.sub, name: profile.name, role: profile.groups.includes('admins') ? 'admin' : 'guest' }
    },
    style: { brandColor: '#123456', text: '#fff', logo: '/acme.svg' },
    options,
  }
}

export const plain = (options: OAuthUserConfig<AcmeProfile>): OAuth2Config<AcmeProfile> => ({
  id: 'plain',
  name: 'Plain',
  type: 'oauth',
  authorization: 'https://plain.example/authorize?scope=user',
  token: 'https://plain.example/token',
  userinfo: {
    url: 'https://plain.example/me',
    request: async ({ tokens }: { tokens: { access_token?: string } }) => ({ sub: tokens.access_token }),
  },
  account: (tokens) => ({ access_token: tokens.access_token, expires_at: tokens.expires_at }),
  options,
})

export const kinds = (config: OAuthConfig<AcmeProfile>): string => (config.type === 'oidc' ? (config.issuer ?? '') : config.id)
