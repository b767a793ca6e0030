import type { Agent, IncomingMessage } from 'node:http'
import { builtin } from '../base/builtin.js'

/** One call of `fetch` over Node's `http`, by an agent of the application's: what goes through a proxy, or shows a certificate, by that. */
export async function fetchBy(agent: Agent, request: Request): Promise<Response> {
  const url = new URL(request.url)
  const client = builtin(url.protocol === 'http:' ? 'node:http' : 'node:https')
  // No agent works where there are no sockets.
  if (!client) return globalThis.fetch(request)
  const body = request.body && new Uint8Array(await request.arrayBuffer())
  // Answers come as they are: nobody here would decompress them.
  const headers = { ...Object.fromEntries(request.headers), 'accept-encoding': 'identity' }
  const incoming = await new Promise<IncomingMessage>((resolve, reject) => {
    const call = client.request(url, { method: request.method, headers, agent, signal: request.signal }, resolve)
    call.on('error', reject)
    call.end(body)
  })
  return toResponse(incoming)
}

function toResponse(incoming: IncomingMessage): Response {
  const headers = new Headers()
  for (const [name, values] of Object.entries(incoming.headersDistinct)) for (const value of values ?? []) headers.append(name, value)
  const status = incoming.statusCode ?? 500
  // RFC 9110 §6.4.1: these have no content, and `Response` takes none for them.
  return new Response([204, 205, 304].includes(status) ? null : bodyOf(incoming), { status, headers })
}

/** Read as far as it is asked for: whoever stops reading ends the connection. */
function bodyOf(incoming: IncomingMessage): ReadableStream<Uint8Array> {
  const chunks = incoming[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await chunks.next()
      if (done) controller.close()
      else controller.enqueue(new Uint8Array(value))
    },
    cancel: () => void incoming.destroy(),
  })
}
