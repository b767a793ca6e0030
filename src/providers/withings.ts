import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider, TokenSet } from './contract.js'

/** What the token endpoint's answer says of the person. */
export interface WithingsProfile extends Profile {
  userid: string | number
}

/** Withings. It tells nothing of a person but a number. */
export default function Withings(options: OAuthOptions<WithingsProfile> = {}): OAuthProvider<WithingsProfile> {
  return {
    id: 'withings',
    name: 'Withings',
    type: 'oauth',
    authorization: { url: 'https://account.withings.com/oauth2_user/authorize2' },
    token: { url: 'https://wbsapi.withings.net/v2/oauth2', params: { action: 'requesttoken' }, conform: unwrap },
    userinfo: { request: ({ tokens }) => personOf(tokens) },
    scope: 'user.info',
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ userid }) => ({ id: String(userid), name: null, email: null, image: null }),
    style: { brandColor: '#000', text: '#fff' },
    options,
  }
}

/** Everything comes with HTTP's status 200, in an envelope whose own `status` is 0 when all is well. */
async function unwrap(response: Response): Promise<Response | undefined> {
  if (response.status !== 200) return undefined
  const { status, body } = (await response.json().catch(() => ({}))) as { status?: number; body?: unknown }
  if (status === 0) return Response.json(body ?? {})
  return Response.json({ error: 'invalid_request', error_description: `Withings answered with status ${status}.` }, { status: 400 })
}

function personOf({ userid }: TokenSet): WithingsProfile {
  return { userid: userid as string | number }
}
