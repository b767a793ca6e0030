import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** `POST /oauth2/user_info`. */
export interface VKIDProfile extends Profile {
  user: {
    user_id: string
    first_name: string
    last_name: string
    avatar?: string
    /** With the scope `email`. Nobody says that it is proven. */
    email?: string
    phone?: string
    /** Whether VK has checked who the person is; says nothing of the address. */
    verified?: boolean
  }
}

const userinfo = 'https://id.vk.ru/oauth2/user_info'

/** VK ID, where applications are registered today. A public client: there is no secret, PKCE protects the code. */
export default function VKID(options: OAuthOptions<VKIDProfile> = {}): OAuthProvider<VKIDProfile> {
  return {
    id: 'vkid',
    name: 'VK ID',
    type: 'oauth',
    authorization: { url: 'https://id.vk.ru/authorize' },
    token: { url: 'https://id.vk.ru/oauth2/auth', fromAnswer: ['device_id', 'state'], defaults: { token_type: 'bearer' } },
    userinfo: { url: userinfo, request: readProfile },
    scope: 'vkid.personal_info email',
    client: { token_endpoint_auth_method: 'none' },
    profile: ({ user }) => ({
      id: String(user.user_id),
      name: [user.first_name, user.last_name].filter(Boolean).join(' ') || null,
      email: user.email || null,
      image: user.avatar || null,
    }),
    style: { brandColor: '#07f', text: '#000' },
    options,
  }
}

/** It takes the token in a form, and wants to be told whose application it is. */
const readProfile: UserinfoRequest<VKIDProfile> = async ({ tokens, provider, fetch }) => {
  const body = new URLSearchParams({ access_token: tokens.access_token ?? '', client_id: provider.clientId ?? '' })
  const response = await fetch(userinfo, { method: 'POST', body })
  if (response.status !== 200) throw new Error(`VK ID did not tell who this is: status ${response.status}.`)
  return (await response.json()) as VKIDProfile
}
