import { transactionEnded } from '../failures.js'
import { createLane } from '../lane.js'
import { patience } from '../time-limits.js'
import type { Check, Fields, Space, Step } from './space.js'

/** What a transaction has decided on and not yet done. */
export interface Draft extends Space {
  /** Does it all, or nothing if meanwhile something is no longer as the transaction found it. */
  finish(): Promise<void>
  /** Forgets it. */
  end(): void
}

/**
 * Redis undoes nothing, so nothing is written before all is decided: reads see Redis through what was decided so far, checks are made at
 * once and once more when it is written. The transaction holds up nobody.
 */
export function draft(base: Space, userKey: (id: string) => string): Draft {
  const checks: Check[] = []
  const steps: Step[] = []
  const lane = createLane(patience)
  let ended = false
  const open = (): void => {
    if (ended) throw transactionEnded()
  }
  const decided = decidedOver(base, open)
  const { read, members, records } = decided
  return {
    read,
    members,
    async follow(key) {
      const record = await read(key)
      const user = record?.user === undefined ? null : await read(userKey(record.user))
      return record && user ? { record, user } : null
    },
    // In turn, also when the transaction does several things at once: what one decides, the next one checks.
    commit: (asked, wanted) =>
      lane.run(async () => {
        const found = await Promise.all(asked.map(({ key }) => read(key)))
        const failed = asked.find((check, at) => !holds(check, found[at] ?? null))
        if (failed) throw failed.otherwise()
        checks.push(...asked.filter(({ key }) => !records.has(key)))
        steps.push(...wanted)
        try {
          for (const step of wanted) await apply(step, decided)
        } catch (error) {
          // Half of it is decided: nothing of this may be written any more, whatever the transaction makes of the error.
          ended = true
          throw error
        }
      }),
    async finish() {
      open()
      ended = true
      if (steps.length > 0) await base.commit(checks, steps)
    },
    end() {
      ended = true
    },
  }
}

interface Decided extends Pick<Space, 'members' | 'read'> {
  readonly records: Map<string, Fields | null>
  readonly lists: Map<string, Map<string, boolean>>
}

/** What was decided, over what is in Redis: a record that was read once stays as it was seen. */
function decidedOver(base: Space, open: () => void): Decided {
  const seen = new Map<string, Fields | null>()
  const records = new Map<string, Fields | null>()
  const lists = new Map<string, Map<string, boolean>>()
  return {
    records,
    lists,
    async read(key) {
      open()
      const known = records.has(key) ? records.get(key) : seen.get(key)
      if (known !== undefined) return known
      const found = await base.read(key)
      seen.set(key, found)
      return found
    },
    async members(index) {
      open()
      const decided = lists.get(index) ?? new Map<string, boolean>()
      const found = new Set([...(await base.members(index)), ...decided.keys()])
      return [...found].filter((member) => decided.get(member) !== false)
    },
  }
}

function holds({ is }: Check, record: Fields | null): boolean {
  if (typeof is === 'string') return (record !== null) === (is === 'there')
  return record?.[is.field] === is.value
}

async function apply(step: Step, { records, lists, members, read }: Decided): Promise<void> {
  const note = (member: string, listed: boolean): unknown =>
    lists.set(step.key, (lists.get(step.key) ?? new Map<string, boolean>()).set(member, listed))
  switch (step.does) {
    case 'write':
      records.set(step.key, written(await read(step.key), step.fields))
      return
    case 'remove':
      records.set(step.key, null)
      return
    case 'list':
      note(step.member, true)
      return
    case 'unlist':
      note(step.member, false)
      return
    case 'clear':
      for (const member of await members(step.key)) {
        note(member, false)
        if ((await read(step.prefix + member))?.user === step.user) records.set(step.prefix + member, null)
      }
  }
}

function written(old: Fields | null, fields: Readonly<Record<string, string | null>>): Fields {
  const entries = Object.entries({ ...old, ...fields }).filter((entry): entry is [string, string] => entry[1] !== null)
  return Object.fromEntries(entries)
}
