import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** The claims of BankID's ID tokens, and what userinfo adds with the person's consent. */
export interface BankIDNorwayProfile extends Profile {
  sub: string
  given_name?: string
  family_name?: string
  /** `1980-03-09`. */
  birthdate?: string
  /** `urn:bankid:bid;LOA=4`. */
  acr?: string
  /** `BID`, `BIM` or `BIS`. */
  amr?: string
  /** The number of the certificate. */
  bankid_altsub?: string
  /** The national identity number, with the scope `nnin_altsub`. */
  nnin_altsub?: string
}

/** v5's name for it. */
export type BankIDNorway = BankIDNorwayProfile

/** BankID (Norway). */
export default function BankIDNorwayProvider(options: OAuthOptions<BankIDNorwayProfile> = {}): OAuthProvider<BankIDNorwayProfile> {
  return {
    id: 'bankid-no',
    name: 'BankID Norge',
    type: 'oidc',
    issuer: 'https://auth.bankid.no/auth/realms/prod',
    authorization: { params: { ui_locales: 'no' } },
    userinfo: { request: readUserinfo },
    profile: ({ sub, name, email }) => ({ id: sub, name: name ?? null, email: email ?? null, image: null }),
    style: { brandColor: '#39134c', text: '#fff' },
    options,
  }
}

type Asked = Parameters<UserinfoRequest<BankIDNorwayProfile>>[0]

/** Only here is the address. The answer is a JWT of the userinfo server, which is no issuer (OIDC Core §5.3.2): TLS proves who sent it. */
async function readUserinfo({ tokens, provider, fetch }: Asked): Promise<BankIDNorway> {
  const description = await fetch(`${provider.issuer}/.well-known/openid-configuration`)
  const { userinfo_endpoint } = (await description.json()) as { userinfo_endpoint: string }
  const response = await fetch(userinfo_endpoint, { headers: { authorization: `Bearer ${tokens.access_token}` } })
  // Who it is, the ID token has said; an address needs the person's consent.
  if (response.status !== 200) return {} as BankIDNorway
  const [, claims = ''] = (await response.text()).split('.')
  const octets = Uint8Array.from(atob(claims.replaceAll('-', '+').replaceAll('_', '/')), (character) => character.charCodeAt(0))
  return JSON.parse(new TextDecoder().decode(octets)) as BankIDNorway
}
