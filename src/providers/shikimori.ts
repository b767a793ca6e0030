import { AuthError } from '../base/errors.js'
import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /api/users/whoami`. */
export interface ShikimoriProfile extends Omit<Profile, 'id'> {
  id: number
  /** Can be changed. */
  nickname: string
  avatar: string | null
  /** By size: `x160`. */
  image?: Record<string, string>
}

export interface ShikimoriOptions extends OAuthOptions<ShikimoriProfile> {
  /** The name under which the application is registered. Required: Shikimori locks out who calls it under another one. */
  applicationName?: string | undefined
  /** Where Shikimori answers, should it move again. Default `https://shikimori.io`. */
  baseUrl?: string | undefined
}

/** Shikimori. */
export default function Shikimori({
  applicationName,
  baseUrl = 'https://shikimori.io',
  ...options
}: ShikimoriOptions = {}): OAuthProvider<ShikimoriProfile> {
  if (!applicationName)
    throw new AuthError(
      'InvalidOption',
      'Provider `shikimori` needs `applicationName`, as it is registered there: Shikimori({ applicationName: "…" }).',
    )
  const base = baseUrl.replace(/\/$/, '')
  const headers = { 'user-agent': applicationName }
  return {
    id: 'shikimori',
    name: 'Shikimori',
    type: 'oauth',
    authorization: { url: `${base}/oauth/authorize` },
    token: { url: `${base}/oauth/token`, headers },
    userinfo: { url: `${base}/api/users/whoami`, headers },
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, nickname, avatar, image }) => ({ id: String(id), name: nickname, email: null, image: image?.x160 ?? avatar }),
    style: { brandColor: '#343434', text: '#fff' },
    options,
  }
}
