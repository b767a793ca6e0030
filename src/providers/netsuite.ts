import { AuthError } from '../base/errors.js'
import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** What your RESTlet says of `runtime.getCurrentUser()`. */
export interface NetSuiteProfile extends Omit<Profile, 'id'> {
  /** The internal id of the employee, or of the customer, vendor or partner that a contact signs in for. */
  id: number | string
  name: string
  email: string
  location: number | string
  role: number | string
  /** The internal id of the contact; 0 if somebody else is signed in. */
  contact?: number | string
}

export interface NetSuiteOptions<P = NetSuiteProfile> extends OAuthOptions<P> {
  /** The account ID: `1234567`, `1234567_SB1` for a sandbox. Required. */
  issuer?: string | undefined
  /** Where NetSuite tells who asks: the external URL of a RESTlet of yours. Required. */
  userinfo?: OAuthOptions<P>['userinfo']
  /** When NetSuite shows its pages: `none`, `login`, `consent`, `login consent`. Default: as the integration record says. */
  prompt?: string | undefined
}
/** v5's name. */
export type OAuthNetSuiteOptions = NetSuiteOptions

/** Oracle NetSuite, by account ID and a RESTlet. */
export default function NetSuite<P extends NetSuiteProfile>({ issuer, prompt, ...options }: NetSuiteOptions<P> = {}): OAuthProvider<P> {
  if (!issuer || !options.userinfo)
    throw new AuthError('InvalidOption', 'Provider `netsuite` needs `issuer`, the account ID, and `userinfo`, the URL of a RESTlet.')
  // In host names NetSuite writes 1234567_SB1 so.
  const account = issuer.toLowerCase().replaceAll('_', '-')
  return {
    id: 'netsuite',
    name: 'NetSuite',
    type: 'oauth',
    authorization: {
      url: `https://${account}.app.netsuite.com/app/login/oauth2/authorize.nl`,
      params: prompt === undefined ? {} : { prompt },
    },
    token: { url: `https://${account}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token` },
    scope: 'restlets',
    // The contacts of a customer all have its `id`, and one of their own.
    profile: ({ id, contact, name, email }) => ({
      id: String(Number(contact) > 0 ? contact : id),
      name,
      email: email || null,
      image: null,
    }),
    style: { brandColor: '#3a4f5f', text: '#fff' },
    options,
  }
}
