// v4's `next-auth/client/_utils`: not meant for applications, and used by some all the same.

/** Where a client of v4 asks. */
export interface ClientConfig {
  baseUrlServer: string
  basePathServer: string
  basePath: string
}

/** v4's name. */
export type AuthClientConfig = ClientConfig

/** Whose cookies a server forwards: a request, or a context of Next that holds one. */
export interface CtxOrReq {
  ctx?: { req?: Asked } | undefined
  req?: Asked | undefined
}

interface Asked {
  readonly headers?: { readonly cookie?: string | undefined } | undefined
  readonly body?: unknown
}

/** What tabs tell each other. */
export interface BroadcastMessage {
  event?: string
  data?: { trigger?: string }
}

/** What a route answers; `null` for an empty object, and, told to the logger, when the answer was a failure or none came. */
export async function fetchData<T = unknown>(
  path: string,
  config: ClientConfig,
  logger: { error(code: string, metadata?: unknown): void },
  { ctx, req = ctx?.req }: CtxOrReq = {},
): Promise<T | null> {
  const url = `${apiBaseUrl(config)}/${path}`
  try {
    const headers = { 'Content-Type': 'application/json', ...(req?.headers?.cookie ? { cookie: req.headers.cookie } : {}) }
    const response = await fetch(url, req?.body ? { headers, method: 'POST', body: JSON.stringify(req.body) } : { headers })
    const data = await response.json()
    if (!response.ok) throw data
    return data && Object.keys(data).length > 0 ? data : null
  } catch (error) {
    logger.error('CLIENT_FETCH_ERROR', { error, url })
    return null
  }
}

/** Absolute on a server, a path in a browser. */
export function apiBaseUrl({ baseUrlServer, basePathServer, basePath }: ClientConfig): string {
  return typeof window === 'undefined' ? baseUrlServer + basePathServer : basePath
}

/** Seconds since 1970. */
export function now(): number {
  return Math.floor(Date.now() / 1000)
}

/** Messages between tabs as v3 and v4 send them: by `storage` events, heard by the other tabs alone. */
export function BroadcastChannel(name = 'nextauth.message'): {
  receive(onReceive: (message: BroadcastMessage) => void): () => void
  post(message: BroadcastMessage): void
} {
  return {
    receive(onReceive) {
      const heard = ({ key, newValue }: StorageEvent) => {
        const message = key === name ? parse(newValue) : undefined
        if (message?.event === 'session' && message.data) onReceive(message)
      }
      addEventListener('storage', heard)
      return () => removeEventListener('storage', heard)
    },
    post(message) {
      try {
        localStorage.setItem(name, JSON.stringify({ ...message, timestamp: now() }))
      } catch {
        // On a server there is no storage, and a browser may forbid it.
      }
    },
  }
}

/** Anybody may write there. */
function parse(text: string | null): BroadcastMessage | null {
  try {
    return JSON.parse(text ?? 'null')
  } catch {
    return null
  }
}
