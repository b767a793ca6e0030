import type { OAuthProvider } from './contract.js'
import MicrosoftEntraID, { type MicrosoftEntraIDOptions, type MicrosoftEntraIDProfile } from './microsoft-entra-id.js'

export type AzureADProfile = MicrosoftEntraIDProfile
export type AzureADOptions<P = AzureADProfile> = MicrosoftEntraIDOptions<P>

/** Microsoft Entra ID under its former name and id, for applications whose accounts and callback URL have them. */
export default function AzureAD<P extends AzureADProfile>(options: AzureADOptions<P> = {}): OAuthProvider<P> {
  return { ...MicrosoftEntraID(options), id: 'azure-ad', name: 'Azure Active Directory' }
}
