/** The names of everything in Redis. What is stored under them stays: they only ever get more. */
export interface Keys {
  readonly userPrefix: string
  readonly accountPrefix: string
  readonly sessionPrefix: string
  user(id: string): string
  /** Names the user who has the address. */
  email(address: string): string
  account(pair: string): string
  session(hash: string): string
  token(hash: string): string
  counter(key: string): string
  accountsOf(userId: string): string
  sessionsOf(userId: string): string
  readonly over: string
  readonly prefix: string
}

export function keysUnder(prefix: string): Keys {
  return {
    prefix,
    userPrefix: `${prefix}user:`,
    accountPrefix: `${prefix}account:`,
    sessionPrefix: `${prefix}session:`,
    user: (id) => `${prefix}user:${id}`,
    email: (address) => `${prefix}email:${address}`,
    account: (pair) => `${prefix}account:${pair}`,
    session: (hash) => `${prefix}session:${hash}`,
    token: (hash) => `${prefix}token:${hash}`,
    counter: (key) => `${prefix}counter:${key}`,
    accountsOf: (userId) => `${prefix}accounts-of:${userId}`,
    sessionsOf: (userId) => `${prefix}sessions-of:${userId}`,
    /** What had expired when it was written: Redis takes the rest away itself. */
    over: `${prefix}over`,
  }
}
