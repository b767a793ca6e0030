import type { AuthError } from '../../base/errors.js'
import type { Connection } from './connection.js'
import * as scripts from './scripts.js'

/** A record's fields; what is absent is `null` to the world. */
export type Fields = Readonly<Record<string, string>>

/** Where records are: in Redis, or in the draft of a transaction. */
export interface Space {
  read(key: string): Promise<Fields | null>
  /** A record and the user its field `user` names. */
  follow(key: string): Promise<{ readonly record: Fields; readonly user: Fields } | null>
  /** What an index lists. */
  members(index: string): Promise<readonly string[]>
  /** All steps if all checks hold, otherwise none; throws what the first check that does not hold says. */
  commit(checks: readonly Check[], steps: readonly Step[]): Promise<void>
}

export interface Check {
  readonly key: string
  readonly is: 'there' | 'absent' | { readonly field: string; readonly value: string | undefined }
  readonly otherwise: () => AuthError
}

/** `ttl`: how long it stays, in milliseconds; for ever without one. */
export type Step =
  /** Changes fields of a record, or begins one; `null` takes a field away. */
  | { readonly does: 'write'; readonly key: string; readonly fields: Readonly<Record<string, string | null>>; readonly ttl?: number }
  | { readonly does: 'remove'; readonly key: string }
  | { readonly does: 'list'; readonly key: string; readonly member: string; readonly ttl?: number; readonly score?: number }
  | { readonly does: 'unlist'; readonly key: string; readonly member: string }
  /** Removes an index and the records of `user` that it lists; `prefix` and member make a record's key. */
  | { readonly does: 'clear'; readonly key: string; readonly prefix: string; readonly user: string }

export function redisSpace({ run }: Connection, userPrefix: string): Space {
  return {
    async read(key) {
      return fieldsOf(await run(scripts.read, [key], []))
    },
    async follow(key) {
      const [record, user] = (await run(scripts.follow, [key], [userPrefix])) as readonly unknown[]
      const found = { record: fieldsOf(record), user: fieldsOf(user) }
      return found.record && found.user ? { record: found.record, user: found.user } : null
    },
    async members(index) {
      return ((await run(scripts.members, [index], [])) as readonly unknown[]).map(String)
    },
    async commit(checks, steps) {
      const keys = [...new Set([...checks, ...steps].map(({ key }) => key))]
      const failed = checks[Number(await run(scripts.commit, keys, [planText(checks, steps, keys)])) - 1]
      if (failed) throw failed.otherwise()
    },
  }
}

/** Keys by their number, as Lua counts. */
function planText(checks: readonly Check[], steps: readonly Step[], keys: readonly string[]): string {
  const numbers = new Map(keys.map((key, at) => [key, at + 1]))
  return JSON.stringify({
    checks: checks.map(({ key, is }) => ({ key: numbers.get(key), ...(typeof is === 'string' ? { there: is === 'there' } : is) })),
    steps: steps.map((step) => ({ ...step, ...(step.does === 'write' && setAndUnset(step.fields)), key: numbers.get(step.key) })),
  })
}

function setAndUnset(fields: Readonly<Record<string, string | null>>): object {
  const entries = Object.entries(fields)
  return {
    fields: undefined,
    set: entries.filter(([, value]) => value !== null).flat(),
    unset: entries.flatMap(([name, value]) => (value === null ? [name] : [])),
  }
}

/** Names and values in turn. */
function fieldsOf(reply: unknown): Fields | null {
  const parts = (reply as readonly unknown[]).map(String)
  if (parts.length === 0) return null
  const fields: Record<string, string> = {}
  for (let at = 0; at + 1 < parts.length; at += 2) fields[parts[at] ?? ''] = parts[at + 1] ?? ''
  return fields
}
