// What adapters of v5 know beyond the contract.
import type { AccountType, User } from '../base/types.js'
import type { AdapterUser } from './contract.js'

type DeclaredOfUser = Omit<AdapterUser, keyof User | 'emailVerified'>

// biome-ignore lint/suspicious/noTsIgnore: here the package is missing, in an application it may be there
/** @ts-ignore as for `User`, in `base/types.ts` */
declare module '@auth/core/adapters' {
  interface AdapterUser extends DeclaredOfUser {}
}

export type AdapterAccountType = Exclude<AccountType, 'credentials'>

/** A passkey, as the adapters of v5 keep it. */
export interface AdapterAuthenticator {
  credentialID: string
  userId: string
  providerAccountId: string
  credentialPublicKey: string
  counter: number
  credentialDeviceType: string
  credentialBackedUp: boolean
  transports?: string | null
}
