import type { NextApiRequest, NextApiResponse } from 'next'
import { underBasePath } from './base-path.js'
import type { FindEngine } from './engines.js'

type Incoming = Pick<NextApiRequest, 'headers' | 'method' | 'url'> & { body?: unknown }
type Outgoing = Pick<NextApiResponse, 'getHeader' | 'setHeader' | 'end'> & { statusCode: number }

/** The Pages Router's API route: Node's request in, Node's response out. */
export async function answerPages(find: FindEngine, incoming: NextApiRequest, outgoing: NextApiResponse): Promise<void> {
  const request = toRequest(incoming)
  const engine = await find(request)
  await send(await engine.handle(underBasePath(request, engine.settings.site.basePath)), outgoing)
}

/** Reads, and prolongs where the answer is still to be sent. */
export async function readPages<S>(find: FindEngine, incoming: Incoming, outgoing: Outgoing): Promise<S | null> {
  const request = new Request(urlOf(incoming), { headers: headersOf(incoming) })
  const engine = await find(request)
  const { session, cookies } = await engine.readAndRefresh(request)
  appendCookies(cookies, outgoing)
  // An answer that carries a session's cookie belongs to one visitor, whatever a cache in between would like.
  if (cookies.length > 0) outgoing.setHeader('Cache-Control', 'private, no-store')
  return session as S | null
}

export function toRequest(incoming: Incoming): Request {
  const method = incoming.method ?? 'GET'
  const headers = headersOf(incoming)
  if (method === 'GET' || method === 'HEAD') return new Request(urlOf(incoming), { method, headers })
  return new Request(urlOf(incoming), { method, headers, body: bodyOf(incoming, headers), duplex: 'half' } as RequestInit)
}

/** Only the path and the query count; the origin is judged from configuration and headers. */
function urlOf({ url = '/' }: Incoming): string {
  return new URL(url.startsWith('/') ? `http://localhost${url}` : url).href
}

function headersOf({ headers }: Incoming): Headers {
  const copied = new Headers()
  for (const [name, value] of Object.entries(headers)) {
    for (const item of Array.isArray(value) ? value : value === undefined ? [] : [value]) copied.append(name, item)
  }
  return copied
}

/** Next has parsed the body already; it is written again as it came, so that one parser judges it. */
function bodyOf(incoming: Incoming, headers: Headers): BodyInit | null {
  const { body } = incoming
  // The length that came in is that of other bytes.
  headers.delete('content-length')
  headers.delete('transfer-encoding')
  if (body === undefined) return incoming as unknown as BodyInit
  if (body === null || typeof body === 'string') return body
  if (!headers.get('content-type')?.includes('application/x-www-form-urlencoded')) return JSON.stringify(body)
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(body))
    for (const item of Array.isArray(value) ? value : [value]) form.append(name, String(item))
  return form.toString()
}

async function send(response: Response, outgoing: Outgoing): Promise<void> {
  outgoing.statusCode = response.status
  for (const [name, value] of response.headers) if (name !== 'set-cookie') outgoing.setHeader(name, value)
  appendCookies(response.headers.getSetCookie(), outgoing)
  outgoing.end(response.body === null ? undefined : await response.text())
}

/** The application's own cookies on the same answer stay. */
function appendCookies(lines: readonly string[], outgoing: Outgoing): void {
  if (lines.length === 0) return
  const present = outgoing.getHeader('Set-Cookie')
  const kept = present === undefined ? [] : Array.isArray(present) ? present : [String(present)]
  outgoing.setHeader('Set-Cookie', [...kept, ...lines])
}
