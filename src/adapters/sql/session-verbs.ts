import { andThen } from '../../base/maybe-promise.js'
import type { Adapter } from '../contract.js'
import { unusable } from '../failures.js'
import { isKey } from '../key.js'
import { newSession, sessionChanges } from '../records.js'
import { sessionOf, sessionRow, userOf } from './rows.js'
import type { Run } from './run.js'
import type { Statements } from './statements.js'
import type { SessionsTable } from './tables.js'

type SessionVerbs = Required<Pick<Adapter, 'createSession' | 'getSessionAndUser' | 'updateSession' | 'deleteSession'>>

export function sessionVerbs(run: Run, statements: Statements, clock: () => number): SessionVerbs {
  return {
    createSession(session) {
      const made = newSession(session, clock())
      return andThen(run(statements.insertSession, sessionRow(made)), () => made)
    },
    getSessionAndUser(sessionToken) {
      if (!isKey(sessionToken)) return null
      return andThen(run(statements.sessionAndUser, { session_token_hash: sessionToken }), ([row]) =>
        row?.session_token_hash === sessionToken && row.user_id === row.id ? { session: sessionOf(row), user: userOf(row) } : null,
      )
    },
    updateSession(session) {
      if (!isKey(session?.sessionToken)) throw unusable('sessionToken')
      const row = sessionRow(sessionChanges(session))
      const statement = statements.updateSession(Object.keys(row) as (keyof SessionsTable)[])
      const values = { ...row, session_token_hash: session.sessionToken }
      return andThen(run(statement, values), ([changed]) =>
        changed?.session_token_hash === session.sessionToken ? sessionOf(changed) : null,
      )
    },
    deleteSession(sessionToken) {
      if (!isKey(sessionToken)) return null
      return andThen(run(statements.deleteSession, { session_token_hash: sessionToken }), ([row]) => (row ? sessionOf(row) : null))
    },
  }
}
