import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /v1/users/me`. */
export interface PipedriveProfile extends Profile {
  success: boolean
  data: {
    id: number
    name: string
    email: string
    phone?: string | null
    icon_url?: string | null
    active_flag?: boolean
    activated?: boolean
    is_admin?: number
    locale?: string
    timezone_name?: string
    company_id?: number
    company_name?: string
    company_domain?: string
    company_country?: string
  }
}

/** Pipedrive. */
export default function Pipedrive<P extends PipedriveProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'pipedrive',
    name: 'Pipedrive',
    type: 'oauth',
    authorization: { url: 'https://oauth.pipedrive.com/oauth/authorize' },
    token: { url: 'https://oauth.pipedrive.com/oauth/token' },
    userinfo: { url: 'https://api.pipedrive.com/v1/users/me' },
    profile: ({ data: { id, name, email, icon_url } }) => ({ id: String(id), name, email, image: icon_url ?? null }),
    style: { brandColor: '#017737', text: '#fff' },
    options,
  }
}
