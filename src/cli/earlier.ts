import type { TakeOver, Tools } from '../adapters/earlier/take-over.js'
import type { OpenStore } from '../adapters/open-store.js'
import { sha256 } from '../crypto/hash.js'
import { canonicalAddress } from '../signin/address.js'
import type { Terminal } from './command.js'

/** What an earlier generation left in the database. Only a terminal loads this: nothing of it is in a server. */
export async function findEarlier({ ground }: Pick<OpenStore, 'ground'>, { print }: Terminal): Promise<TakeOver | undefined> {
  const tools: Tools = { canonical, sha256, progress: progress(print) }
  if (ground.kind === 'mongodb') return (await import('../adapters/mongodb/earlier/take-over.js')).findEarlier(ground, tools)
  return (await import('../adapters/sql/earlier/take-over.js')).findEarlier(ground, tools)
}

function canonical(address: string): string | undefined {
  try {
    return canonicalAddress(address)
  } catch {
    return undefined
  }
}

/** A line for every ten thousand rows: a terminal that says nothing for minutes looks as if it hung. */
function progress(print: Terminal['print']): NonNullable<Tools['progress']> {
  let told = 0
  return (kind, rows) => {
    const step = Math.floor(rows / 10_000)
    if (step > told) print(`${kind}: ${step * 10_000} rows so far`)
    told = step
  }
}
