import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, UserinfoRequest } from './contract.js'

/** `GET /sns/userinfo`. */
export interface WeChatProfile extends Profile {
  /** The person, for this application alone. */
  openid: string
  /** The person, for every application of the same account of the Open Platform. */
  unionid?: string
  nickname: string
  headimgurl: string
}

export interface WeChatOptions extends OAuthOptions<WeChatProfile> {
  /** `OfficialAccount` for pages opened inside WeChat, `WebsiteApp` for a QR code in any browser. Default `OfficialAccount`. */
  platformType?: 'OfficialAccount' | 'WebsiteApp'
}

const userinfo = 'https://api.weixin.qq.com/sns/userinfo'

/** WeChat. */
export default function WeChat({ platformType = 'OfficialAccount', ...options }: WeChatOptions = {}): OAuthProvider<WeChatProfile> {
  const inside = platformType === 'OfficialAccount'
  const names = { client_id: 'appid', client_secret: 'secret' }
  // WeChat compares the whole address with a pattern: the order counts, the fragment is in it, and PKCE is not.
  const pattern = 'appid=&redirect_uri=&response_type=&scope=&state=#wechat_redirect'
  return {
    id: 'wechat',
    name: 'WeChat',
    type: 'oauth',
    authorization: { url: `https://open.weixin.qq.com/connect/${inside ? 'oauth2/authorize' : 'qrconnect'}?${pattern}`, names },
    lacks: ['pkce'],
    token: {
      url: 'https://api.weixin.qq.com/sns/oauth2/access_token',
      names,
      body: 'query',
      defaults: { token_type: 'bearer' },
    },
    userinfo: { url: userinfo, request: readProfile },
    scope: inside ? 'snsapi_userinfo' : 'snsapi_login',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: (user) => ({ id: user.unionid ?? user.openid, name: user.nickname, email: null, image: user.headimgurl || null }),
    style: { brandColor: '#07c160', text: '#000' },
    options,
  }
}

/** It wants to be told whose token it is. A page shown as a snapshot gets a virtual account before anybody agreed: not one person's. */
const readProfile: UserinfoRequest<WeChatProfile> = async ({ tokens, fetch }) => {
  if (tokens.is_snapshotuser) throw new Error('WeChat shows the page as a snapshot, with a virtual account: that is nobody.')
  const asked = new URLSearchParams({ access_token: tokens.access_token ?? '', openid: String(tokens.openid) })
  const response = await fetch(`${userinfo}?${asked}`)
  if (response.status !== 200) throw new Error(`WeChat did not tell who this is: status ${response.status}.`)
  return (await response.json()) as WeChatProfile
}
