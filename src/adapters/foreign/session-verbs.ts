import type { Adapter, AdapterSession, AdapterUser } from '../contract.js'
import { conflict } from '../failures.js'
import type { Verbs } from './adopt.js'
import type { Lanes } from './lanes.js'

type SessionVerbs = Pick<Required<Adapter>, 'createSession' | 'getSessionAndUser' | 'updateSession' | 'deleteSession'>

type Row = { session: AdapterSession; user: AdapterUser } | null

const mostTwins = 50

/** What a verb answers means something else in each adapter; the row itself is asked instead. */
export function sessionVerbs(theirs: Verbs, lanes: Lanes): SessionVerbs {
  const getSessionAndUser = async (token: string): Promise<Row> => {
    const row = sameUser(await theirs.getSessionAndUser(token), token)
    // What has ended goes when it is read, as in v4 and v5: nothing sweeps there. The caller judges it all the same.
    if (row && new Date(row.session.expires).getTime() <= Date.now()) await Promise.resolve(theirs.deleteSession(token)).catch(() => {})
    return row
  }
  return {
    getSessionAndUser,
    // Not every store has an index against a second row: requests side by side may take over one session of v4 or v5.
    createSession: (session) =>
      lanes.run(`session ${session.sessionToken}`, async () => {
        if (await theirs.getSessionAndUser(session.sessionToken)) throw conflict('session')
        return theirs.createSession(session)
      }),
    // TypeORM's answers with `null` and pg's with nothing although there is a row, MongoDB's with an empty object where there is none.
    async updateSession(changes) {
      const updated = await theirs.updateSession(changes)
      if (updated?.sessionToken === changes.sessionToken) return updated
      return (await getSessionAndUser(changes.sessionToken))?.session ?? null
    },
    async deleteSession(token) {
      const deleted = (await theirs.deleteSession(token)) as Partial<AdapterSession> | null | undefined
      // Other processes may have written it several times. Bounded: they may be about to again.
      for (let left = mostTwins; left > 0 && (await theirs.getSessionAndUser(token)); left--) await theirs.deleteSession(token)
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
