import type { MaybePromise } from '../../base/types.js'

/** What lies above the stores, and taking over needs all the same. */
export interface Tools {
  /** The canonical form of an address; `undefined` for what is none. */
  canonical(address: string): string | undefined
  /** SHA-256 in base64url. */
  sha256(text: string): MaybePromise<string>
  /** Told after each batch. */
  progress?(kind: Kind, rows: number): void
}

/** Tables or collections of an earlier generation in an open database. */
export interface TakeOver {
  /** What there is and what becomes of it, sentence by sentence; counts of today. */
  describe(): Promise<readonly string[]>
  /** What `makeRoom` would run ahead of the migrations that are pending. */
  readonly statements: readonly string[]
  /** Whether they have the names of ours, so that there is nothing of ours yet. */
  readonly inTheWay: boolean
  /** Whether `take` has run here before. */
  hasRun(): Promise<boolean>
  /** Renames what is in the way and makes ours, under the lock. Answers with the migrations that were applied. */
  makeRoom(): Promise<readonly string[]>
  /** Copies batch by batch what is not ours yet. Stopped at any point, the next call goes on. */
  take(): Promise<Tally>
}

export type Kind = 'users' | 'accounts' | 'sessions'

/** What became of rows, by kind. */
export type Tally = Readonly<Record<Kind, Readonly<Partial<Record<Outcome, number>>>>>

export type Outcome = 'taken' | 'before' | 'withoutAddress' | Reason

/** Why a row stays where it is. */
export type Reason = keyof typeof reasons

export const reasons = {
  there: 'are in the new tables already',
  idTaken: 'have an id that somebody else has in the new tables',
  otherUser: 'belong to another user already',
  nobody: 'belong to a user who is not there',
  withoutId: 'name nobody at their provider (an empty id, or a word like "undefined" in its place)',
  expired: 'have expired',
  unusable: 'have no usable key: an empty or overlong one, a date that is none',
  refused: 'were refused by the database',
} as const

export function emptyTally(): Record<Kind, Partial<Record<Outcome, number>>> {
  return { users: {}, accounts: {}, sessions: {} }
}

/** Sentences for people, nothing left out. */
export function tell(tally: Tally): readonly string[] {
  return (['users', 'accounts', 'sessions'] as const).flatMap((kind) => {
    const { taken = 0, before = 0, withoutAddress = 0, ...left } = tally[kind]
    return [
      `${kind}: ${taken} taken over${before > 0 ? `, ${before} taken over before` : ''}`,
      ...(withoutAddress > 0 ? [`  ${withoutAddress} of them without their address, which another user has`] : []),
      ...Object.entries(left).map(([reason, count]) => `  ${count} left where they were: they ${reasons[reason as Reason]}`),
    ]
  })
}
