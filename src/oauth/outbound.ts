/** What an answer may weigh, in octets, after decompression. */
const maxBody = 1024 * 1024

export interface Limits {
  readonly fetch: typeof globalThis.fetch
  /** Lets requests go to `http:`; for a provider on this machine. */
  readonly insecure: boolean
  /** Ends the call early: the visitor has gone. */
  readonly signal?: AbortSignal | undefined
  /** For everything together, from now on, in milliseconds. Default 10 000. */
  readonly milliseconds?: number | undefined
}

/** Status and fault of a call, for the log. Never what was sent or answered. */
export class OutboundError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'OutboundError'
  }
}

/**
 * `fetch` for calls to a provider: https, one deadline for all of them, bodies cut at 1 MiB, and no redirects (a token endpoint that
 * redirects sends a code or a secret somewhere else). Answers come whole, so nobody waits for a body later.
 */
export function outbound({ fetch, insecure, signal, milliseconds = 10_000 }: Limits): typeof globalThis.fetch {
  const deadline = AbortSignal.timeout(milliseconds)
  const stop = signal ? either(signal, deadline) : deadline
  return async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input)
    refusePlain(url, insecure)
    return within(answer(fetch, input, init, stop), stop, url)
  }
}

/** Older edge runtimes have no `AbortSignal.any`. */
function either(one: AbortSignal, other: AbortSignal): AbortSignal {
  if ('any' in AbortSignal) return AbortSignal.any([one, other])
  const both = new AbortController()
  for (const signal of [one, other]) {
    if (signal.aborted) both.abort()
    signal.addEventListener('abort', () => both.abort(), { once: true })
  }
  return both.signal
}

function refusePlain(url: URL, insecure: boolean): void {
  if (url.protocol === 'https:' || (insecure && url.protocol === 'http:')) return
  throw new OutboundError(`${url.host} is not asked over ${url.protocol} The address must be https.`)
}

async function answer(
  fetch: typeof globalThis.fetch,
  input: string | URL | Request,
  init: RequestInit | undefined,
  signal: AbortSignal,
): Promise<Response> {
  // Next.js keeps answers of `fetch` for everybody unless it is told not to.
  const response = await fetch(input, { ...init, redirect: 'manual', cache: 'no-store', signal })
  if (response.type === 'opaqueredirect' || (response.status >= 300 && response.status < 400)) {
    discard(response)
    throw new OutboundError(`The answer is a redirect (status ${response.status}), and those are not followed.`)
  }
  if (response.redirected) {
    discard(response)
    throw new OutboundError('The configured `fetch` followed a redirect. Let it pass `redirect` on.')
  }
  const body = await readBody(response)
  return new Response(hasBody(response.status) ? body : null, { status: response.status, headers: response.headers })
}

/** Fetch §2.2.3: a null body status. */
function hasBody(status: number): boolean {
  return status !== 204 && status !== 205
}

async function readBody(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = response.body?.getReader()
  while (reader) {
    const { done, value } = await reader.read()
    if (done) break
    size += value.byteLength
    if (size > maxBody) {
      reader.cancel().catch(() => {})
      throw new OutboundError('The answer is larger than 1 MiB.')
    }
    chunks.push(value)
  }
  return join(chunks, size)
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size)
  let at = 0
  for (const chunk of chunks) {
    whole.set(chunk, at)
    at += chunk.byteLength
  }
  return whole
}

function discard(response: Response): void {
  response.body?.cancel().catch(() => {})
}

/** Ends the wait when the signal says so, even if a `fetch` of the application's own does not look at it. */
function within(work: Promise<Response>, signal: AbortSignal, url: URL): Promise<Response> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new OutboundError(`${url.host} did not answer in time, or the visitor left.`))
    if (signal.aborted) stop()
    signal.addEventListener('abort', stop, { once: true })
    work.then(resolve, (error) => reject(unreachable(error, url))).finally(() => signal.removeEventListener('abort', stop))
  })
}

function unreachable(error: unknown, url: URL): OutboundError {
  if (error instanceof OutboundError) return new OutboundError(`${url.host}: ${error.message}`)
  // Node hides the system's code one level down: `TypeError: fetch failed`, cause `ECONNREFUSED`.
  const { code, name } = ((error as Error | undefined)?.cause ?? error ?? {}) as { code?: unknown; name?: unknown }
  const reason = typeof code === 'string' ? code : typeof name === 'string' ? name : 'unknown reason'
  return new OutboundError(`${url.host} could not be reached (${reason}).`)
}
