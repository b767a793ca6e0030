import { lazily } from '../base/lazily.js'
import type { MaybePromise } from '../base/types.js'
import type { Jar } from '../http/jar.js'
import type { Reply } from '../http/reply.js'

/** On every answer: nobody may keep it, nobody may read it from elsewhere or guess its type. */
const always: Readonly<Record<string, string>> = {
  'Cache-Control': 'private, no-store',
  Vary: 'Cookie',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

/** Made once and only ever copied from: a `Response` takes a `Headers` in half the time that an object costs it. */
const jsonHeaders: Headers = new Headers({ ...always, 'Content-Type': 'application/json; charset=utf-8' })

/** The only place that writes `Set-Cookie`, `Cache-Control` and `Location`. Waits only when there are cookies to write. */
export function respond(reply: Reply, jar: Jar, method: string): MaybePromise<Response> {
  return jar.size === 0 ? toResponse(reply, method, headersOf(reply)) : withCookies(reply, jar, method)
}

const loadSetCookie = lazily(() => import('../http/set-cookie.js'))

async function withCookies(reply: Reply, jar: Jar, method: string): Promise<Response> {
  const { serialize } = await loadSetCookie()
  const lines = serialize(jar.cookies())
  const response = toResponse(reply, method, headersOf(reply))
  for (const line of lines) response.headers.append('Set-Cookie', line)
  return response
}

function toResponse(reply: Reply, method: string, headers: Headers): Response {
  return new Response(method === 'HEAD' ? null : bodyOf(reply), { status: statusOf(reply, method), headers })
}

function headersOf(reply: Reply): Headers {
  if (reply.kind === 'redirect') return new Headers({ ...always, Location: reply.to })
  if (reply.kind === 'json' && !reply.headers) return jsonHeaders
  const headers = new Headers(reply.kind === 'json' ? jsonHeaders : { ...always, ...pageHeaders(reply.csp) })
  for (const [name, value] of Object.entries(reply.headers ?? {})) headers.set(name, value)
  return headers
}

function bodyOf(reply: Reply): string | null {
  if (reply.kind === 'redirect') return null
  return reply.kind === 'html' ? reply.html : JSON.stringify(reply.body ?? null)
}

/** RFC 9700 §4.12: after a POST 303, so that nobody posts credentials on. */
function statusOf(reply: Reply, method: string): number {
  return reply.status ?? (reply.kind !== 'redirect' ? 200 : method === 'POST' ? 303 : 302)
}

function pageHeaders(csp: string): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': csp,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
  }
}
