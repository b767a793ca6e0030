import type { OAuthOptions, OAuthProvider } from './contract.js'
import Gitea, { type GiteaProfile } from './gitea.js'

/** The claims of Forgejo's ID tokens. */
export interface ForgejoProfile extends GiteaProfile {}

/** A Forgejo server (Codeberg is one), by `issuer`. It signs people in as Gitea does, which it came from. */
export default function Forgejo(options: OAuthOptions<ForgejoProfile> = {}): OAuthProvider<ForgejoProfile> {
  return { ...Gitea(options), id: 'forgejo', name: 'Forgejo', style: { brandColor: '#ff6600', text: '#000' } }
}
