export { type ConnectOptions, connect } from './connect.js'
export type { AccountKey, Adapter, AdapterAccount, AdapterSession, AdapterUser, VerificationToken } from './contract.js'
export { type MemoryOptions, memory } from './memory.js'
