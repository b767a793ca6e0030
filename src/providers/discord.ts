import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /users/@me`. */
export interface DiscordProfile extends Omit<Profile, 'id'> {
  /** A snowflake. */
  id: string
  /** Unique, and changeable. */
  username: string
  global_name?: string | null
  avatar: string | null
  /** With the scope `email`. */
  email?: string | null
  /** Whether `email` is verified. */
  verified?: boolean
}

/** Discord. */
export default function Discord<P extends DiscordProfile>(options: OAuthOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'discord',
    name: 'Discord',
    type: 'oauth',
    // Its answers name it (RFC 9207).
    issuer: 'https://discord.com',
    authorization: { url: 'https://discord.com/oauth2/authorize' },
    token: { url: 'https://discord.com/api/oauth2/token' },
    userinfo: { url: 'https://discord.com/api/users/@me' },
    scope: 'identify email',
    profile: (profile) => ({
      id: profile.id,
      name: profile.global_name ?? profile.username,
      email: profile.email ?? null,
      image: `https://cdn.discordapp.com/${avatarOf(profile)}`,
      emailVerified: profile.verified === true,
    }),
    style: { brandColor: '#5865f2', text: '#fff' },
    options,
  }
}

/** Discord's reference has a rule for who chose no picture. */
function avatarOf({ id, avatar }: DiscordProfile): string {
  if (avatar) return `avatars/${id}/${avatar}.${avatar.startsWith('a_') ? 'gif' : 'png'}`
  return `embed/avatars/${(BigInt(id) >> 22n) % 6n}.png`
}
