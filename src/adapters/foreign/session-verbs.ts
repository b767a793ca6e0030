import type { Adapter, AdapterSession, AdapterUser } from '../contract.js'
import type { Verbs } from './adopt.js'

type Row = { session: AdapterSession; user: AdapterUser } | null

/** What a verb answers means something else in each adapter; the row itself is asked instead. */
export function sessionVerbs(theirs: Verbs): Pick<Required<Adapter>, 'getSessionAndUser' | 'updateSession' | 'deleteSession'> {
  const getSessionAndUser = async (token: string): Promise<Row> => sameUser(await theirs.getSessionAndUser(token), token)
  return {
    getSessionAndUser,
    // TypeORM's answers with `null` and pg's with nothing although there is a row, MongoDB's with an empty object where there is none.
    async updateSession(changes) {
      const updated = await theirs.updateSession(changes)
      if (updated?.sessionToken === changes.sessionToken) return updated
      return (await getSessionAndUser(changes.sessionToken))?.session ?? null
    },
    async deleteSession(token) {
      const deleted = (await theirs.deleteSession(token)) as Partial<AdapterSession> | null | undefined
      return deleted?.sessionToken === undefined ? null : deleted
    },
  }
}

/**
 * A user's id may be a number in one column and its digits in another: the column of the user speaks. Nobody's row is made somebody else's by
 * it, and what else is compared stays to be compared.
 */
function sameUser(row: Row, token: string): Row {
  if (!row?.session || !row.user) return null
  const { session, user } = row
  const userId = session.userId === undefined || String(session.userId) === String(user.id) ? user.id : session.userId
  return { user, session: { ...session, userId, sessionToken: session.sessionToken ?? token } }
}
