// One walk, taken on a published package and on ours: a row whose verdict is what the comparison says.
import { expect } from 'vitest'
import { memory } from '../../src/adapters/memory.js'
import { type Visitor, visitor } from '../visitor.js'
import { ours } from './ours.js'
import { type Options, origin, published } from './published.js'
import { openService } from './service.js'
import { type Difference, differs, type Generation, type Row, rows } from './table.js'

/** What there is to see of an answer, without what is new each time. */
export interface Seen {
  readonly status: number | 'redirect'
  /** Where it leads, without the site's own origin. */
  readonly to?: string
  // biome-ignore lint/suspicious/noExplicitAny: JSON of every shape
  readonly json?: any
  readonly kind?: string
}

export async function seen(response: Response): Promise<Seen> {
  const to = response.headers.get('location')
  const text = await response.text()
  const status = [301, 302, 303, 307].includes(response.status) ? 'redirect' : response.status
  // v5 leaves `Location` on an answer that is none to follow.
  if (to !== null && status !== 200) return { status, to: withoutOrigin(to) }
  try {
    const json = JSON.parse(text, (key, value) => (key === 'csrfToken' || key === 'expires' ? typeof value : value))
    return { status, json: typeof json?.url === 'string' ? { ...json, url: withoutOrigin(json.url) } : json }
  } catch {
    return {
      status,
      kind: text.startsWith('<!DOCTYPE html>') || text.startsWith('<!doctype html>') ? 'page' : text === '' ? 'nothing' : 'text',
    }
  }
}

function withoutOrigin(url: string): string {
  return url.startsWith(origin) ? url.slice(origin.length) || '/' : url
}

/** Whatever may be seen: of an answer, of a callback's arguments, of cookies. */
export type Walk = (someone: Visitor, generation: Generation, options: Options) => Promise<unknown>

/** What ours shows instead, and why. */
export interface Otherwise extends Difference {
  readonly expected: unknown
}

export function otherwise(expected: unknown, because: string, record: string): Otherwise {
  return { ...differs(because, record), expected }
}

/** `same`: nothing of what theirs showed is missing in ours. */
export function beside(
  kind: string,
  what: string,
  verdicts: Partial<Record<Generation, 'same' | Otherwise>>,
  walk: Walk,
  options: (generation: Generation, at: string) => Options = () => ({}),
): Row[] {
  return rows(kind, what, verdicts, async (generation) => {
    await using remote = await openService()
    const whole = (): Options => ({ ...base(generation, remote.base), ...options(generation, remote.base) })
    const [theirOptions, ourOptions] = [whole(), whole()]
    const their = await walk(visitor(await published(generation, theirOptions)), generation, theirOptions)
    const own = await walk(visitor(ours(ourOptions)), generation, ourOptions)
    const verdict = verdicts[generation]
    if (verdict === 'same') return void expect(own).toEqual(atLeast(their))
    // What is no difference any more has to be said as well.
    expect(own).not.toEqual(atLeast(their))
    expect(own).toEqual(atLeast(verdict?.expected))
  })
}

/** Objects may have more. */
function atLeast(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(atLeast)
  if (typeof value !== 'object' || value === null) return value
  return Object.keys(value).length === 0
    ? value
    : expect.objectContaining(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, atLeast(inner)])))
}

export const ann = { username: 'ann', password: 'right' }

/** A password, a service and, where an adapter of today fits, a link by mail. */
export function base(generation: Generation, at: string): Options {
  const providers = [credentials(), generation === 'v3' ? serviceOfV3(at) : service(at)]
  return generation === 'v3' ? { providers } : { providers: [...providers, email()], adapter: memory(), session: { strategy: 'jwt' } }
}

export function credentials(more: object = {}): Options {
  return {
    id: 'credentials',
    name: 'Password',
    type: 'credentials',
    credentials: { username: { label: 'Name' }, password: { label: 'Password', type: 'password' } },
    authorize: async ({ username, password }: Record<string, string>) =>
      password === 'right' ? { id: `user-${username}`, name: username, email: `${username}@app.example` } : null,
    ...more,
  }
}

export function service(at: string, more: object = {}): Options {
  return {
    id: 'service',
    name: 'Service',
    type: 'oauth',
    clientId: 'client',
    clientSecret: 'client-secret',
    dangerouslyAllowInsecureRequests: true,
    authorization: `${at}/authorize`,
    token: `${at}/token`,
    userinfo: `${at}/userinfo`,
    profile: ({ id, name, email }: Options) => ({ id, name, email }),
    ...more,
  }
}

export function serviceOfV3(at: string, more: object = {}): Options {
  return {
    id: 'service',
    name: 'Service',
    type: 'oauth',
    version: '2.0',
    clientId: 'client',
    clientSecret: 'client-secret',
    dangerouslyAllowInsecureRequests: true,
    scope: 'read',
    params: { grant_type: 'authorization_code' },
    authorizationUrl: `${at}/authorize?response_type=code`,
    accessTokenUrl: `${at}/token`,
    profileUrl: `${at}/userinfo`,
    profile: ({ id, name, email }: Options) => ({ id, name, email }),
    ...more,
  }
}

export function email(more: object = {}): Options {
  const mails: string[] = []
  return {
    mails,
    id: 'email',
    name: 'Email',
    type: 'email',
    server: 'smtp://127.0.0.1:1',
    from: 'no-reply@app.example',
    maxAge: 3600,
    sendVerificationRequest: ({ url }: { url: string }) => void mails.push(url),
    ...more,
  }
}

/** How a script asks for the target of a redirect. */
export function asScript(generation: Generation): { fields: Record<string, string>; headers: Record<string, string> } {
  return generation === 'v5' ? { fields: {}, headers: { 'x-auth-return-redirect': '1' } } : { fields: { json: 'true' }, headers: {} }
}

/** What `update(data)` of a client sends. */
export async function update(someone: Visitor, data: unknown): Promise<Response> {
  const body = JSON.stringify({ csrfToken: await someone.csrfToken(), data })
  const headers = { 'content-type': 'application/json', origin, 'sec-fetch-site': 'same-origin' }
  return someone.send('/api/auth/session', { method: 'POST', headers, body })
}
