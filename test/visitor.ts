import { takeApart } from '../src/http/set-cookie.js'

/** What answers requests: an engine, or a face. */
export interface Site {
  handle(request: Request): Promise<Response>
}

export interface Visitor {
  readonly cookies: Map<string, string>
  /** A request as a browser of this site would send it; redirects are not followed. */
  send(path: string, init?: RequestInit): Promise<Response>
  get(path: string, headers?: Record<string, string>): Promise<Response>
  /** A form of this site, with the CSRF token of this browser unless `csrfToken` is given. */
  post(path: string, fields?: Record<string, string>, headers?: Record<string, string>): Promise<Response>
  csrfToken(): Promise<string>
  // biome-ignore lint/suspicious/noExplicitAny: tests look into sessions of every shape
  session(): Promise<any>
}

/** A browser as far as cookies and forms go. */
export function visitor(site: Site, origin = 'https://app.example', basePath = '/api/auth'): Visitor {
  const cookies = new Map<string, string>()
  const send = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (!headers.has('host')) headers.set('host', new URL(origin).host)
    if (!headers.has('cookie') && cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await site.handle(new Request(new URL(path, origin + basePath), { ...init, headers }))
    for (const line of response.headers.getSetCookie()) keep(line, cookies)
    return response
  }
  const get = (path: string, headers: Record<string, string> = {}): Promise<Response> => send(basePath + path, { headers })
  const csrfToken = async (): Promise<string> => ((await (await get('/csrf')).json()) as { csrfToken: string }).csrfToken
  return {
    cookies,
    send,
    get,
    csrfToken,
    async post(path, fields = {}, headers = {}) {
      const body = new URLSearchParams({ csrfToken: fields.csrfToken ?? (await csrfToken()), ...fields })
      return send(basePath + path, { method: 'POST', body, headers: { origin, 'sec-fetch-site': 'same-origin', ...headers } })
    },
    session: async () => (await get('/session')).json(),
  }
}

function keep(line: string, cookies: Map<string, string>): void {
  const { name, value, options } = takeApart(line)
  if (options.maxAge === 0) cookies.delete(name)
  else cookies.set(name, value)
}

/** Where an answer leads, as seen from the page that gave it. */
export function location(response: Response, from?: URL): URL {
  const to = response.headers.get('location')
  if (to === null) throw new Error(`Status ${response.status} leads nowhere.`)
  return new URL(to, from)
}

/** A service's redirects, for a browser with cookies of its own there, until they lead back. */
export async function throughService(from: URL): Promise<URL> {
  const atService = visitor({ handle: (request) => fetch(request, { redirect: 'manual' }) }, from.origin, '')
  let at = from
  while (at.origin === from.origin) at = location(await atService.send(at.pathname + at.search), at)
  return at
}
