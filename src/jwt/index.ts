// By `export *`, since `declare module 'next-auth/jwt' { interface JWT { … } }` reaches only what comes through so.
export * from '../base/types.js'

import { decode, encode } from './encode-decode.js'
import { getToken } from './token.js'

export { decode, encode, type JWTDecodeParams, type JWTEncodeParams, type JWTOptions, type Secret } from './encode-decode.js'
export type { RequestCookies, RequestHeaders, TokenRequest } from './request-token.js'
export { type GetTokenParams, getToken } from './token.js'

/** The whole in one object, as v3 has it. */
const jwt: { readonly encode: typeof encode; readonly decode: typeof decode; readonly getToken: typeof getToken } = {
  encode,
  decode,
  getToken,
}

export default jwt
