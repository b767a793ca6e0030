import type { Filter } from 'mongodb'
import type { Adapter } from '../contract.js'
import { unusable } from '../failures.js'
import { isKey } from '../key.js'
import { newSession, sessionChanges } from '../records.js'
import { type SessionDocument, sessionDocument, sessionOf, userOf } from './documents.js'
import { giveTo, withUser } from './of-user.js'
import type { Scope } from './scope.js'

type SessionVerbs = Required<Pick<Adapter, 'createSession' | 'getSessionAndUser' | 'updateSession' | 'deleteSession'>>

export function sessionVerbs(scope: Scope): SessionVerbs {
  const { collections, run, clock, journal } = scope
  const { sessions } = collections
  return {
    async createSession(session) {
      const made = newSession(session, clock())
      await scope.ready()
      const insert = () => run((options) => sessions.insertOne(sessionDocument(made), options), 'session')
      await giveTo(made.userId, sessions, made.sessionToken, insert, scope)
      return made
    },
    async getSessionAndUser(sessionToken) {
      const found = isKey(sessionToken) ? await withUser(sessions, sessionToken, scope) : null
      return found && { session: sessionOf(found.row), user: userOf(found.user) }
    },
    async updateSession(session) {
      if (!isKey(session?.sessionToken)) throw unusable('sessionToken')
      const changed = await changeSession(session.sessionToken, sessionChanges(session), scope)
      return changed?._id === session.sessionToken ? sessionOf(changed) : null
    },
    async deleteSession(sessionToken) {
      if (!isKey(sessionToken)) return null
      const gone = await run((options) => sessions.findOneAndDelete({ _id: sessionToken }, { ...options, includeResultMetadata: false }))
      if (gone) journal?.undo.push(({ run: outside }) => outside((options) => sessions.insertOne(gone, options)))
      return gone && sessionOf(gone)
    },
  }
}

/** One operation, and never an upsert: a refresh brings no session back. */
async function changeSession(
  id: string,
  changes: Partial<SessionDocument>,
  { collections: { sessions }, run, read, journal }: Scope,
): Promise<SessionDocument | null> {
  const names = Object.keys(changes)
  const old = journal || names.length === 0 ? await read((options) => sessions.findOne({ _id: id }, options)) : null
  if (names.length === 0) return old
  const changed = await run((options) =>
    sessions.findOneAndUpdate({ _id: id }, { $set: changes }, { ...options, returnDocument: 'after', includeResultMetadata: false }),
  )
  if (changed && old && journal) {
    const before = Object.fromEntries(names.map((name) => [name, old[name as keyof SessionDocument]])) as Partial<SessionDocument>
    const unchanged = { _id: id, ...changes } as Filter<SessionDocument>
    journal.undo.push(({ run: outside }) => outside((options) => sessions.updateOne(unchanged, { $set: before }, options)))
  }
  return changed
}
