import { careful, nearestOption, options, tolerated } from './check.js'

/** What an option's name is worth, for whoever reads options without running them. */
export interface OptionVerdict {
  readonly known: 'used' | 'unused' | undefined
  /** Of an unknown one, the name that it is nearly. */
  readonly nearest?: string | undefined
  /** Whether a start with it fails. */
  readonly refused?: boolean
}

export function judgeOption(name: string): OptionVerdict {
  if (Object.hasOwn(options, name)) return { known: 'used' }
  if (tolerated.includes(name)) return { known: 'unused' }
  const nearest = nearestOption(name)
  return { known: undefined, nearest, refused: nearest !== undefined && careful.test(name) }
}

/** What a value ought to be and is not. */
export function judgeValue(name: string, value: unknown): string | undefined {
  const test = Object.hasOwn(options, name) ? options[name] : undefined
  return test === undefined || test[1](value) ? undefined : test[0]
}
