import { lazily } from '../base/lazily.js'
import type { HeaderReader } from '../config/origin.js'
import { readCookies } from '../http/cookies.js'

export type { HeaderReader } from '../config/origin.js'

const loadNext = lazily(() => import('next/headers.js'))

interface Cookies {
  getAll(): { readonly name: string; readonly value: string }[]
}

/** The headers of the request that Next is answering. Waits for them first: nothing that differs per request is read before. */
export async function requestHeaders(): Promise<HeaderReader> {
  const next = await loadNext()
  const headers = await next.headers()
  const cookies = currentCookies(headers.get('cookie') ?? '', await next.cookies())
  return { get: (name) => (name === 'cookie' ? cookies : headers.get(name)) }
}

/**
 * Next's own view of the cookies, since a server action may have set some while it ran. It keeps the last of two with one name;
 * we keep none, as everywhere.
 */
function currentCookies(sent: string, cookies: Cookies): string {
  const all = cookies.getAll()
  const pairs = sent === '' ? 0 : sent.split(';').length
  // Nearly always nothing was set, and what was sent is what there is.
  if (pairs === all.length && all.every(({ name, value }) => sent.includes(`${name}=${value}`))) return sent
  const reader = readCookies(sent)
  return all
    .filter(({ name }) => reader.get(name) !== undefined || !sent.includes(`${name}=`))
    .map(({ name, value }) => `${name}=${encodeURIComponent(value)}`)
    .join('; ')
}
