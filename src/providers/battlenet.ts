import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** The claims of Battle.net's ID tokens; userinfo calls the tag `battletag`. */
export interface BattleNetProfile extends Profile {
  sub: string
  /** `Ann#1234`. Its owner may change it. */
  battle_tag?: string
  battletag?: string
}

/** Issuers of today, and those of one region each that they took the place of. */
export type BattleNetIssuer =
  | 'https://oauth.battle.net'
  | 'https://oauth.battlenet.com.cn'
  | 'https://www.battlenet.com.cn/oauth'
  | `https://${'us' | 'eu' | 'kr' | 'tw'}.battle.net/oauth`

export interface BattleNetOptions<P = BattleNetProfile> extends OAuthOptions<P> {
  /** Default `https://oauth.battle.net`. */
  issuer?: BattleNetIssuer | (string & {}) | undefined
  /** `CN` for the accounts of China; all others are the same. */
  region?: string
}

const world = 'https://oauth.battle.net'
const china = 'https://oauth.battlenet.com.cn'

/** Battle.net. */
export default function BattleNet<P extends BattleNetProfile>({ region, issuer, ...options }: BattleNetOptions<P> = {}): OAuthProvider<P> {
  return {
    id: 'battlenet',
    name: 'Battle.net',
    type: 'oidc',
    issuer: issuer === undefined ? (/^cn$/i.test(region ?? '') ? china : world) : present(issuer),
    scope: 'openid',
    profile: ({ sub, battle_tag, battletag }) => ({ id: sub, name: battle_tag ?? battletag ?? null, email: null, image: null }),
    style: { brandColor: '#148eff', text: '#000' },
    options,
  }
}

/** v4 and v5 knew the hosts of regions. They are gone, and the people there are the same. */
function present(issuer: string): string {
  if (issuer === 'https://www.battlenet.com.cn/oauth') return china
  return issuer.replace(/^https:\/\/(us|eu|kr|tw)\.battle\.net\/oauth$/, world)
}
