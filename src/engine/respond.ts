import type { Jar } from '../http/jar.js'
import type { Reply } from '../http/reply.js'

/** On every answer: nobody may keep it, nobody may frame it, read it from elsewhere, or guess its type. */
const always: Readonly<Record<string, string>> = {
  'Cache-Control': 'private, no-store',
  Vary: 'Cookie',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
}
const jsonHeaders: Readonly<Record<string, string>> = { ...always, 'Content-Type': 'application/json; charset=utf-8' }

/** The only place that writes `Set-Cookie`, `Cache-Control` and `Location`. */
export function respond(reply: Reply, jar: Jar, method: string): Response {
  const { body, init } = render(reply, method)
  const lines = jar.size > 0 ? jar.lines() : []
  if (lines.length === 0) return new Response(method === 'HEAD' ? null : body, init)
  const headers = new Headers(init.headers)
  for (const line of lines) headers.append('Set-Cookie', line)
  return new Response(method === 'HEAD' ? null : body, { status: init.status, headers })
}

function render(reply: Reply, method: string): { body: string | null; init: { status: number; headers: Record<string, string> } } {
  if (reply.kind === 'json') {
    const headers = reply.headers ? { ...jsonHeaders, ...reply.headers } : jsonHeaders
    return { body: JSON.stringify(reply.body ?? null), init: { status: reply.status ?? 200, headers } }
  }
  if (reply.kind === 'redirect') {
    // RFC 9700 §4.12: after a POST 303, so that nobody posts credentials on.
    const status = reply.status ?? (method === 'POST' ? 303 : 302)
    return { body: null, init: { status, headers: { ...always, Location: reply.to } } }
  }
  return { body: reply.html, init: { status: reply.status ?? 200, headers: { ...always, ...pageHeaders(reply.csp), ...reply.headers } } }
}

function pageHeaders(csp: string): Record<string, string> {
  return {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': csp,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'X-Frame-Options': 'DENY',
  }
}
