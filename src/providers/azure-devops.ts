import type { Profile } from '../base/types.js'
import type { OAuthOptions, OAuthProvider } from './contract.js'

/** `GET /_apis/profile/profiles/me`. */
export interface AzureDevOpsProfile extends Profile {
  id: string
  displayName: string
  emailAddress?: string
  publicAlias?: string
  /** A PNG in Base64. */
  coreAttributes?: { Avatar?: { value: { value: string } } }
}

export interface AzureDevOpsOptions<P = AzureDevOpsProfile> extends OAuthOptions<P> {
  /** Scopes of Azure DevOps, separated by spaces. Default `vso.profile`. */
  scope?: string | undefined
  /** Id of the tenant whose people sign in. Default `organizations`: those of every tenant. */
  tenantId?: string
}

/** Azure DevOps as scopes of Microsoft Entra ID know it. */
const resource = '499b84ac-1321-427f-aa17-267ca6975798'

/**
 * Azure DevOps, by an application in Microsoft Entra ID: Azure DevOps registers none itself any more.
 *
 * @deprecated Use `microsoft-entra-id`. This one keeps the account ids that applications have from Azure DevOps' own OAuth.
 */
export default function AzureDevOps<P extends AzureDevOpsProfile>(given: AzureDevOpsOptions<P> = {}): OAuthProvider<P> {
  const { tenantId = 'organizations', scope = 'vso.profile', ...options } = given
  const base = `https://login.microsoftonline.com/${tenantId}/oauth2/v2.0`
  return {
    id: 'azure-devops',
    name: 'Azure DevOps',
    type: 'oauth',
    authorization: { url: `${base}/authorize` },
    token: { url: `${base}/token` },
    userinfo: {
      url: 'https://app.vssps.visualstudio.com/_apis/profile/profiles/me',
      params: { details: 'true', coreAttributes: 'Avatar', 'api-version': '7.1' },
    },
    scope: scope.replace(/(?<!\S)vso\./g, `${resource}/vso.`),
    client: { token_endpoint_auth_method: 'client_secret_post' },
    profile: ({ id, displayName, emailAddress, coreAttributes }) => {
      const avatar = coreAttributes?.Avatar?.value.value
      return { id, name: displayName, email: emailAddress ?? null, image: avatar ? `data:image/png;base64,${avatar}` : null }
    },
    style: { brandColor: '#0067b8', text: '#fff' },
    options,
  }
}
