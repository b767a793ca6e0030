import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v2/me`, its first lines. */
export interface FortyTwoProfile extends Omit<Profile, 'id'> {
  id: number
  login: string
  email?: string | null
  usual_full_name?: string | null
  displayname?: string
  image?: { link: string | null } | null
}

/** 42 (the intranet of the 42 schools). */
export default function FortyTwo<P extends FortyTwoProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: '42-school',
    name: '42 School',
    type: 'oauth',
    authorization: { url: 'https://api.intra.42.fr/oauth/authorize' },
    token: { url: 'https://api.intra.42.fr/oauth/token' },
    userinfo: { url: 'https://api.intra.42.fr/v2/me' },
    scope: 'public',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, login, email, usual_full_name, image }) => ({
      id: String(id),
      name: usual_full_name ?? login,
      email: email ?? null,
      image: image?.link ?? null,
    }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}
