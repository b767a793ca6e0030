/** What is used of a client of the package `redis`: `createClient`, `createClientPool` and `createCluster` make such, since version 4. */
export interface RedisClient {
  readonly isOpen: boolean
  readonly isReady?: boolean
  connect(): Promise<unknown>
  on(event: string, listener: (error?: unknown) => void): unknown
  off(event: string, listener: (error?: unknown) => void): unknown
  eval(script: string, given: ScriptArguments): Promise<unknown>
  evalSha(sha: string, given: ScriptArguments): Promise<unknown>
  /** Since 5: waits for what is under way. */
  close?(): unknown
  /** Until 4. */
  quit?(): unknown
  /** Since 5: at once. */
  destroy?(): unknown
  /** Until 4. */
  disconnect?(): unknown
  readonly options?: { readonly keyPrefix?: unknown } | undefined
}

export interface ScriptArguments {
  keys: string[]
  arguments: string[]
}

/** The package `redis`, as far as we use it. */
export interface RedisDriver {
  createClient(options: object): RedisClient
}
