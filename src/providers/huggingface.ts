import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of ID token and userinfo. */
export interface HuggingfaceProfile extends Profile {
  sub: string
  preferred_username?: string
  /** Address of the profile page. */
  profile?: string
  picture?: string
  website?: string
  isPro?: boolean
  orgs?: { sub: string; name: string; preferred_username: string; picture: string; roleInOrg?: string }[]
}

/** Hugging Face. */
export default function Huggingface(options: OAuthOptions<HuggingfaceProfile> = {}): OAuthProvider<HuggingfaceProfile> {
  return {
    id: 'huggingface',
    name: 'Hugging Face',
    type: 'oidc',
    issuer: 'https://huggingface.co',
    style: { brandColor: '#ffd21e', text: '#000' },
    options,
  }
}
