import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v1/me`. */
export interface FigmaProfile extends Profile {
  id: string
  handle: string
  email: string
  img_url: string
}

/** Figma. */
export default function Figma(options: OAuthOptions<FigmaProfile> = {}): OAuthProvider<FigmaProfile> {
  return {
    id: 'figma',
    name: 'Figma',
    type: 'oauth',
    authorization: { url: 'https://www.figma.com/oauth' },
    token: { url: 'https://api.figma.com/v1/oauth/token' },
    userinfo: { url: 'https://api.figma.com/v1/me' },
    scope: 'current_user:read',
    client: { token_endpoint_auth_method: 'client_secret_basic' },
    profile: ({ id, handle, email, img_url }) => ({ id, name: handle, email, image: img_url || null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
