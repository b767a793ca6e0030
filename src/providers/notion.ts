import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, TokenSet } from './contract.js'

/** The person in the token endpoint's answer, `owner.user`. */
export interface NotionProfile extends Omit<Profile, 'id'> {
  object: 'user'
  id: string
  type?: 'person'
  name?: string | null
  avatar_url?: string | null
  /** Without the capability to read addresses, empty. */
  person?: { email?: string }
}

export interface NotionOptions<P = NotionProfile> extends OAuthOptions<P> {
  /** @deprecated The callback URL is known; what is said here has no effect. */
  redirectUri?: string | undefined
}

/** Notion (a public integration). */
export default function Notion<P extends NotionProfile>({ redirectUri: _known, ...options }: NotionOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'notion',
    name: 'Notion',
    type: 'oauth',
    authorization: { url: 'https://api.notion.com/v1/oauth/authorize', params: { owner: 'user' } },
    token: { url: 'https://api.notion.com/v1/oauth/token', body: 'json', headers: { 'notion-version': '2025-09-03' } },
    userinfo: { request: ({ tokens }) => ownerOf(tokens) },
    client: { token_endpoint_auth_method: 'client_secret_basic' },
    profile: ({ id, name, avatar_url, person }) => ({
      id,
      name: name ?? null,
      email: person?.email ?? null,
      image: avatar_url ?? null,
    }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}

/** Whom the token belongs to; `GET /v1/users/me` would name the bot. */
function ownerOf({ owner }: TokenSet): NotionProfile {
  const { user } = (owner ?? {}) as { user?: NotionProfile }
  if (!user) throw new Error('Notion named no person: the token belongs to a workspace.')
  return user
}
