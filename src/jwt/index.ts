// By `export *`, since `declare module 'next-auth/jwt' { interface JWT { … } }` reaches only what comes through so.
export * from '../base/types.js'
export { decode, encode, type JWTDecodeParams, type JWTEncodeParams, type JWTOptions, type Secret } from './encode-decode.js'
export type { RequestCookies, RequestHeaders, TokenRequest } from './request-token.js'
export { type GetTokenParams, getToken } from './token.js'
