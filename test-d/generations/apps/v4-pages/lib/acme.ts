import type { OAuthConfig, OAuthUserConfig } from 'next-auth/providers'

// biome-ignore lint/suspicious/noExplicitAny: as the documentation of that generation has it
export interface AcmeProfile extends Record<string, any> {
  sub: string
  nickname: string
  email: string
  picture: string
}

export default function Acme<P extends AcmeProfile>(options: OAuthUserConfig<P> & { region?: string }): OAuthConfig<P> {
  return {
    id: 'acme',
    name: 'Acme',
    type: 'oauth',
    wellKnown: `${options.issuer}/.well-known/openid-configuration`,
    authorization: { params: { scope: 'openid email profile', prompt: 'consent' } },
    checks: ['pkce', 'state'],
    idToken: true,
    profile(profile) {
      return { id: profile.sub, name: profile.nickname, email: profile.email, image: profile.picture, role: 'guest' }
    },
    style: { logo: '/acme.svg', logoDark: '/acme-dark.svg', bg: '#fff', text: '#000', bgDark: '#000', textDark: '#fff' },
    options,
  }
}
