/** The bare handler: reads the cookie header, verifies nothing, answers a constant. What no library can be faster than. */
import { person } from '../world.js'

export async function create() {
  const body = JSON.stringify({ user: person, expires: '2030-01-01T00:00:00.000Z' })
  const headers = { 'content-type': 'application/json', 'cache-control': 'private, no-store' }
  const answer = async (request) => new Response((request.headers.get('cookie') ?? '').length >= 0 ? body : null, { headers })
  return {
    name: 'raw',
    handle: answer,
    paths: { session: '/api/auth/session', csrf: '/api/auth/csrf', providers: '/api/auth/providers' },
    userOf: (answered) => answered?.user ?? null,
    signIn: async () => {},
    serverRead:
      ({ headers }) =>
      async () => ({ user: { ...person, cookie: ((await headers()).get('cookie') ?? '').length } }),
    constant: true,
  }
}
