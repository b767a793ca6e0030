import type { Adapter, AdapterAccount, AdapterSession, AdapterUser, VerificationToken } from 'next-auth/adapters'

interface Database {
  users: Map<string, AdapterUser>
  accounts: AdapterAccount[]
  sessions: Map<string, AdapterSession>
  tokens: VerificationToken[]
}

export function MapAdapter(db: Database): Adapter {
  return {
    async createUser(user: Omit<AdapterUser, 'id'>) {
      const made = { ...user, id: String(db.users.size) }
      db.users.set(made.id, made)
      return made
    },
    async getUser(id) {
      return db.users.get(id) ?? null
    },
    async getUserByEmail(email) {
      return [...db.users.values()].find((user) => user.email === email) ?? null
    },
    async getUserByAccount({ providerAccountId, provider }) {
      const account = db.accounts.find((one) => one.provider === provider && one.providerAccountId === providerAccountId)
      return account ? (db.users.get(account.userId) ?? null) : null
    },
    async updateUser(user) {
      const changed = { ...(db.users.get(user.id) as AdapterUser), ...user }
      db.users.set(user.id, changed)
      return changed
    },
    async deleteUser(userId) {
      db.users.delete(userId)
    },
    async linkAccount(account: AdapterAccount) {
      db.accounts.push(account)
    },
    async unlinkAccount({ providerAccountId }: Pick<AdapterAccount, 'provider' | 'providerAccountId'>) {
      db.accounts = db.accounts.filter((one) => one.providerAccountId !== providerAccountId)
    },
    async createSession(session) {
      db.sessions.set(session.sessionToken, session)
      return session
    },
    async getSessionAndUser(sessionToken) {
      const session = db.sessions.get(sessionToken)
      const user = session && db.users.get(session.userId)
      return session && user ? { session, user } : null
    },
    async updateSession(session) {
      const changed = { ...db.sessions.get(session.sessionToken), ...session } as AdapterSession
      db.sessions.set(session.sessionToken, changed)
      return changed
    },
    async deleteSession(sessionToken) {
      db.sessions.delete(sessionToken)
    },
    async createVerificationToken(token) {
      db.tokens.push(token)
      return token
    },
    async useVerificationToken({ identifier, token }) {
      return db.tokens.find((one) => one.identifier === identifier && one.token === token) ?? null
    },
  }
}
