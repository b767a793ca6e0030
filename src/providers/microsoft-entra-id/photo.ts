import type { Profile } from '../../base/types.js'
import type { UserinfoRequest } from '../contract.js'

/** Reads somebody's photo from Microsoft Graph, `size` pixels wide, as a data URL in `picture`. The token needs the scope `User.Read`. */
export function readPhoto<P extends Profile>(size: number): UserinfoRequest<P> {
  const url = `https://graph.microsoft.com/v1.0/me/photos/${size}x${size}/$value`
  return async ({ tokens, fetch }) => {
    // The claims of the ID token stay around what is returned here.
    const nothing = {} as P
    const response = await fetch(url, { headers: { authorization: `Bearer ${tokens.access_token}` } }).catch(() => undefined)
    const type = response?.headers.get('content-type') ?? ''
    // Many have none, and nobody is kept out for that.
    if (response?.status !== 200 || !/^image\/[a-z]+$/.test(type)) return nothing
    const bytes = new Uint8Array(await response.arrayBuffer())
    const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
    return { ...nothing, picture: `data:${type};base64,${btoa(text)}` }
  }
}
