import { andThen } from '../../base/maybe-promise.js'
import type { Adapter } from '../contract.js'
import { unusable } from '../failures.js'
import { isKey } from '../key.js'
import { newVerificationToken, windowEnd } from '../records.js'
import { tokenOf, tokenRow } from './rows.js'
import type { Run } from './run.js'
import type { Statements } from './statements.js'

type TokenVerbs = Required<Pick<Adapter, 'createVerificationToken' | 'useVerificationToken' | 'countAttempt' | 'sweep'>>

/** What lives for a while: one-time tokens and counters, and the sweep that removes what has outlived itself. */
export function tokenVerbs(run: Run, statements: Statements, clock: () => number): TokenVerbs {
  return {
    createVerificationToken(token) {
      const made = newVerificationToken(token)
      return andThen(run(statements.insertToken, { ...tokenRow(made), created_at: clock() }), () => made)
    },
    useVerificationToken(key) {
      const { identifier, token } = key ?? {}
      if (!isKey(identifier) || !isKey(token)) return null
      return andThen(run(statements.takeToken, { identifier, token_hash: token }), ([row]) =>
        row?.identifier === identifier && row.token_hash === token ? tokenOf(row) : null,
      )
    },
    countAttempt({ key, windowSeconds }) {
      if (!isKey(key)) throw unusable('key')
      const now = clock()
      const resets = windowEnd(windowSeconds, now).getTime()
      return andThen(run(statements.countAttempt, { key, resets, now }), ([row]) => {
        if (row?.key !== key) throw unusable('key')
        // Where the count comes with the write itself, it is that: the row may have been counted on since.
        return { count: Number(row.inserted ?? row.count), resets: new Date(Number(row.resets)) }
      })
    },
    /** One batch of a thousand rows per table and call: nobody's sign-in waits for a year of clean-up. */
    async sweep(before) {
      let swept = 0
      for (const statement of statements.sweeps) {
        const rows = await run(statement, { before: before.getTime() })
        swept += Number(rows[0]?.affected ?? rows.length)
      }
      return swept
    },
  }
}
