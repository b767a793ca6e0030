import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The method `users.get`. */
export interface VkProfile extends Profile {
  response: {
    id: number
    first_name: string
    last_name: string
    photo_100?: string
    /** `deleted` or `banned`. */
    deactivated?: string
  }[]
}

/**
 * VK: applications of the API of VKontakte, not those of VK ID.
 * @deprecated VK supports this sign-in no more: use `vkid` for new applications.
 */
export default function VK<P extends VkProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  const v = '5.131'
  return {
    id: 'vk',
    name: 'VK',
    type: 'oauth',
    authorization: { url: 'https://oauth.vk.ru/authorize', params: { v } },
    token: { url: 'https://oauth.vk.ru/access_token', params: { v }, defaults: { token_type: 'bearer' } },
    userinfo: { url: 'https://api.vk.ru/method/users.get', params: { fields: 'photo_100', v } },
    scope: 'email',
    // Applications with a secret are refused with a code challenge: "Code challenge method is unsupported".
    lacks: ['pkce'],
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ response: [user] }, { email }) => ({
      id: String(user?.id),
      name: [user?.first_name, user?.last_name].filter(Boolean).join(' ') || null,
      // Beside the token, and nowhere else.
      email: typeof email === 'string' ? email : null,
      image: user?.photo_100 ?? null,
    }),
    style: { brandColor: '#07f', text: '#000' },
    options,
  }
}
