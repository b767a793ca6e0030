import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /users/me`. */
export interface MercadoLibreProfile extends Omit<Profile, 'id'> {
  id: number
  nickname: string
  first_name?: string
  last_name?: string
  email?: string
  /** Two letters: `AR`. */
  country_id: string
}

export interface MercadoLibreOptions extends OAuthOptions<MercadoLibreProfile> {
  /** Of the country where the application is registered: `mercadolivre.com.br`, `mercadolibre.com.mx`. Default `mercadolibre.com.ar`. */
  domain?: string | undefined
}

/** Mercado Libre, one country by `domain`. */
export default function MercadoLibre({
  domain = 'mercadolibre.com.ar',
  ...options
}: MercadoLibreOptions = {}): OAuthProvider<MercadoLibreProfile> {
  return {
    id: 'mercado-libre',
    name: 'Mercado Libre',
    type: 'oauth',
    authorization: { url: `https://auth.${domain}/authorization` },
    token: { url: 'https://api.mercadolibre.com/oauth/token' },
    userinfo: { url: 'https://api.mercadolibre.com/users/me' },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, nickname, first_name, last_name, email }) => ({
      id: String(id),
      name: [first_name, last_name].filter(Boolean).join(' ') || nickname || null,
      email: email || null,
      image: null,
    }),
    style: { brandColor: '#ffe600', text: '#2d3277' },
    options,
  }
}
