import type { Store } from './store.js'

/** What a route said. `ok` is false and `status` 0 when nothing came, or when what came was not JSON. */
export interface Answer {
  readonly ok: boolean
  readonly status: number
  // biome-ignore lint/suspicious/noExplicitAny: JSON from the wire; every reader looks before it trusts
  readonly body?: any
}

/** One request to a route. Never throws: being offline is an answer too. */
export async function ask(store: Store, path: string, init?: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(store.path + path, init)
    return { ok: response.ok, status: response.status, body: await response.json() }
  } catch {
    return { ok: false, status: 0 }
  }
}

/**
 * A POST with a CSRF token, as a form; the session route takes JSON. Two frames on a first visit are given different tokens, and the cookie
 * that came later wins: the loser is told `MissingCSRF`, fetches the token that now holds, and tries once more.
 */
export async function post(store: Store, path: string, fields: Record<string, unknown>, again?: boolean): Promise<Answer> {
  fields.csrfToken = (await ask(store, 'csrf')).body?.csrfToken
  const answer = await ask(store, path, {
    method: 'POST',
    headers: { 'X-Auth-Return-Redirect': '1' },
    body:
      path === 'session'
        ? new Blob([JSON.stringify(fields)], { type: 'application/json' })
        : // By way of JSON, a form leaves out what is `undefined` instead of sending that word.
          new URLSearchParams(JSON.parse(JSON.stringify(fields))),
  })
  return again || answer.ok || !/error\W+MissingCSRF/.test(JSON.stringify(answer)) ? answer : post(store, path, fields, true)
}
