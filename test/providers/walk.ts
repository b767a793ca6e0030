import type { AdapterAccount } from '../../src/adapters/contract.js'
import { memory } from '../../src/adapters/memory.js'
import type { Account } from '../../src/base/types.js'
import type { AuthOptions } from '../../src/engine/index.js'
import type { Provider } from '../../src/providers/contract.js'
import { site, type Watched } from '../site.js'
import { location, type Visitor, visitor } from '../visitor.js'

/** What a provider sends back through the visitor's browser. */
export interface Answer {
  readonly path: string
  readonly method: 'GET' | 'POST'
  readonly fields: Record<string, string>
}

export interface Walk extends Watched {
  readonly someone: Visitor
  /** Turns the clock, by milliseconds. */
  turn(ms: number): void
}

/** A site whose calls to the outside are real and written down as `fetch <path>`, and a visitor. */
export function walk(options: Partial<AuthOptions>): Walk {
  let ahead = 0
  const tell = (name: string) => () => watched.calls.push(`event ${name}`)
  const watched: Watched = site({
    clock: () => Date.now() + ahead,
    fetch: (input, init) => {
      const { pathname } = new URL(input instanceof Request ? input.url : input)
      watched.calls.push(`fetch ${pathname}`)
      return globalThis.fetch(input, init)
    },
    events: { signIn: tell('signIn'), createUser: tell('createUser'), linkAccount: tell('linkAccount'), updateUser: tell('updateUser') },
    ...options,
  })
  return {
    ...watched,
    someone: visitor(watched.auth),
    turn: (ms) => {
      ahead += ms
    },
  }
}

/** A walk to one provider that keeps the account which the `signIn` callback was shown last. */
export function walkTo(provider: Provider): Walk & { readonly account: () => Account | null | undefined } {
  let account: Account | null | undefined
  const walking = walk({
    providers: [provider],
    callbacks: {
      signIn: (told) => {
        account = told.account
        return true
      },
    },
  })
  return { ...walking, account: () => account }
}

/** A walk to one provider that shows which account was kept, of all that the service answered. */
export async function keptBy(provider: Provider): Promise<AdapterAccount | undefined> {
  let kept: AdapterAccount | undefined
  const { transaction: _none, ...store } = memory()
  const adapter = {
    ...store,
    linkAccount: (account: AdapterAccount) => {
      kept = account
      return store.linkAccount(account)
    },
  }
  await signIn(walk({ providers: [provider], adapter }).someone, provider.id)
  return kept
}

/** Presses the button: where the visitor is sent. */
export async function begin(someone: Visitor, id: string, fields: Record<string, string> = {}, query = ''): Promise<URL> {
  return location(await someone.post(`/signin/${id}${query}`, fields))
}

/** Follows to the provider and tells what it answers. */
export async function ask(url: URL): Promise<Answer> {
  const response = await fetch(url, { redirect: 'manual' })
  const to = response.headers.get('location')
  if (to !== null) return fromUrl(new URL(to))
  const { action, fields } = (await response.json()) as { action: string; fields: Record<string, string> }
  return { path: new URL(action).pathname, method: 'POST', fields }
}

export function fromUrl({ pathname, searchParams }: URL): Answer {
  return { path: pathname, method: 'GET', fields: Object.fromEntries(searchParams) }
}

/** Brings an answer home: a link that the browser follows, or a form of the provider's page. */
export function bring(someone: Visitor, { path, method, fields }: Answer): Promise<Response> {
  const params = new URLSearchParams(fields)
  if (method === 'GET') return someone.send(`${path}?${params}`, { headers: { 'sec-fetch-site': 'cross-site' } })
  return someone.send(path, { method, body: params, headers: { origin: 'https://provider.example', 'sec-fetch-site': 'cross-site' } })
}

export async function signIn(someone: Visitor, id: string, fields: Record<string, string> = {}, query = ''): Promise<Response> {
  return bring(someone, await ask(await begin(someone, id, fields, query)))
}

/** The error a visitor's page shows, if any. */
export function errorOf(response: Response): string | null {
  return location(response).searchParams.get('error')
}
