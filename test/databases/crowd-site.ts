import type { Adapter } from 'next-auth/adapters'
import { type AuthEngine, createAuth } from 'next-auth/core'
import { oauthProvider, secret } from '../site.js'
import { location, type Visitor, visitor } from '../visitor.js'

/** A site with sessions in the database, where a service lets everybody in as whoever they say they are. */
export function crowdSite(adapter: Adapter, logger: (error: Error) => void = () => {}): AuthEngine {
  return createAuth({
    url: 'https://app.example',
    secret,
    adapter,
    session: { strategy: 'database' },
    providers: [oauthProvider()],
    logger: { error: logger, warn: () => {}, debug: () => {} },
    fetch: service,
  })
}

/** The code is the person, and so is the token. */
const service: typeof fetch = async (input, init) => {
  const request = new Request(input, init)
  const person = request.url.endsWith('/token')
    ? new URLSearchParams(await request.text()).get('code')
    : request.headers.get('authorization')?.replace(/^bearer /i, '')
  return request.url.endsWith('/token')
    ? Response.json({ access_token: person, token_type: 'bearer', expires_in: 3600 })
    : Response.json({ id: person, name: person, email: `${person}@example.com` })
}

/** Somebody at the door of the service, who has yet to come back. */
export interface Comer {
  readonly visitor: Visitor
  /** Comes back from the service; the response of our callback. */
  comeBack(): Promise<Response>
}

export async function comer(site: AuthEngine, person: string): Promise<Comer> {
  const someone = visitor(site)
  const state = location(await someone.post('/signin/service')).searchParams.get('state') ?? ''
  return { visitor: someone, comeBack: () => someone.get(`/callback/service?${new URLSearchParams({ code: person, state })}`) }
}

/** Whether they were let in: sent on, and not to a page that says why not. */
export function isIn(response: Response): boolean {
  return response.status === 302 && !location(response).searchParams.has('error')
}
