import type { Answer } from './http.js'

/** A request of Node's http, as Next's Pages Router has it, or a web `Request`. */
export interface ServerRequest {
  readonly headers: Headers | Readonly<Record<string, string | string[] | undefined>>
}

/** `trailingSlash: true` makes one, a locale perhaps another. */
const mostRedirects = 3

/**
 * Asks a route from `getServerSideProps` or `getInitialProps`. Goes where the configuration says and nowhere else: a `Host` header is the
 * visitor's word, and would carry cookies to whoever it names. For the same reason a redirect is followed on that origin only.
 */
export async function askFromServer(path: string, req?: ServerRequest): Promise<Answer> {
  const cookie = cookieOf(req)
  let status = 0
  try {
    let url = new URL(`${internalBase()}/${path}`)
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const response = await fetch(url, { redirect: 'manual', headers: cookie ? { cookie } : {} })
      const target = response.headers.get('location')
      status = response.status
      if (target === null) return { ok: response.ok, status, body: await response.json() }
      const next = new URL(target, url)
      if (next.origin !== url.origin) break
      url = next
    }
  } catch {
    // Nobody there, or not JSON: to the caller the same as no answer.
  }
  return { ok: false, status }
}

/** Origin and base path of the routes, as this process was told. */
function internalBase(): string {
  const env = globalThis.process?.env ?? {}
  const outside = env.NEXTAUTH_URL || env.AUTH_URL || env.VERCEL_URL
  const inside = parse(env.NEXTAUTH_URL_INTERNAL || outside || `http://localhost:${env.PORT || 3000}`)
  return inside.origin + (pathOf(inside) || (outside && pathOf(parse(outside))) || '/api/auth')
}

/** Also takes what v4 took, a host alone. */
function parse(url: string): URL {
  return new URL(/^https?:\/\//i.test(url) ? url : `https://${url}`)
}

function pathOf(url: URL): string {
  return url.pathname.replace(/\/+$/, '')
}

function cookieOf(req: ServerRequest | undefined): string | undefined {
  const headers = req?.headers
  const cookie = headers instanceof Headers ? headers.get('cookie') : headers?.cookie
  return typeof cookie === 'string' ? cookie : undefined
}
