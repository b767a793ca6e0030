import type { Context } from '../config/context.js'

/** What `authorize` is handed: v5's `Request`, whose `json()` is what was posted. It also reads as the plain object of v3 and v4. */
export function authorizeRequest({ request, method, fields, query }: Pick<Context, 'request' | 'method' | 'fields' | 'query'>): Request {
  const { url, headers } = request
  const asked = new Request(url, { method, headers, body: JSON.stringify(fields) })
  // `headers['user-agent']` would be `undefined` without a word, and an address that is limited so would be everybody's.
  for (const [name, value] of headers) if (!(name in asked.headers)) Object.defineProperty(asked.headers, name, { value })
  return Object.defineProperties(asked, { body: { value: { ...fields } }, query: { value: { ...query } } })
}
