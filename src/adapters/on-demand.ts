import type { ConnectOptions, ReadyClient } from './connect-options.js'
import type { Adapter } from './contract.js'
import { forwarded } from './forwarded.js'

/**
 * What `connect` makes, loaded with the first verb: whoever keeps sessions in cookies reads them without it. What is wrong with the
 * database's URL is said then.
 */
export function onDemand(database: string | ConnectOptions | ReadyClient): Required<Adapter> {
  let adapter: Required<Adapter> | undefined
  const load = async (): Promise<Required<Adapter>> => {
    const { connect } = await import('./connect.js')
    adapter ??= connect(database)
    return adapter
  }
  return { ...forwarded(() => adapter, load), close: () => adapter?.close() }
}
