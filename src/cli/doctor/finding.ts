import { type Kind, kinds, type Level } from './kinds.js'

/** One thing that was found. */
export interface Finding {
  readonly code: Kind
  readonly level: Level
  /** One sentence: what it is. Never a secret, and no more of a variable than its name. */
  readonly what: string
  /** One sentence: what to do. */
  readonly todo: string
  /** `src/auth.ts:12`, `.env.local:3`, `package.json`. */
  readonly where?: string
}

export function found(code: Kind, what: string, todo: string, where?: string): Finding {
  const [level] = kinds[code]
  return { code, level, what, todo, ...(where === undefined ? {} : { where }) }
}

const order: readonly Level[] = ['error', 'differs', 'hint']

/** Worst first, then by place; the same thing once. */
export function sorted(findings: readonly Finding[]): readonly Finding[] {
  const once = new Map(findings.map((finding) => [JSON.stringify(finding), finding]))
  const rank = ({ level }: Finding): number => order.indexOf(level)
  return [...once.values()].sort((a, b) => rank(a) - rank(b) || a.code.localeCompare(b.code) || place(a).localeCompare(place(b)))
}

/** Lines of one file in their order: `x:9` before `x:10`. */
function place({ where = '' }: Finding): string {
  return where.replace(/\d+$/, (line) => line.padStart(6, '0'))
}
