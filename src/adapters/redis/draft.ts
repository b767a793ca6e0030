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
  const seen = new Map<string, Fields | null>()
  const records = new Map<string, Fields | null>()
  const lists = new Map<string, Map<string, boolean>>()
  const lane = createLane(patience)
  let ended = false

  const open = (): void => {
    if (ended) throw transactionEnded()
  }
  const read = async (key: string): Promise<Fields | null> => {
    open()
    const known = records.has(key) ? records.get(key) : seen.get(key)
    if (known !== undefined) return known
    const found = await base.read(key)
    seen.set(key, found)
    return found
  }
  const members = async (index: string): Promise<readonly string[]> => {
    open()
    const decided = lists.get(index) ?? new Map<string, boolean>()
    const found = new Set([...(await base.members(index)), ...decided.keys()])
    return [...found].filter((member) => decided.get(member) !== false)
  }
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
        for (const step of wanted) await apply(step, { records, lists, members, read })
        open()
        steps.push(...wanted)
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

function holds({ is }: Check, record: Fields | null): boolean {
  if (typeof is === 'string') return (record !== null) === (is === 'there')
  return record?.[is.field] === is.value
}

interface Decided extends Pick<Space, 'members' | 'read'> {
  readonly records: Map<string, Fields | null>
  readonly lists: Map<string, Map<string, boolean>>
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
