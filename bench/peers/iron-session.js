/** A sealed cookie and nothing else: no routes, so the handler is what its documentation shows. */
import { getIronSession } from 'iron-session'
import { person, secret } from '../world.js'

export const packageName = 'iron-session'

export async function create() {
  const options = { cookieName: 'iron', password: secret }
  return {
    name: 'iron-session',
    handle: async (request) => {
      const response = new Response()
      const session = await getIronSession(request, response, options)
      if (new URL(request.url).pathname === '/signin') {
        session.user = person
        await session.save()
        return response
      }
      return Response.json(session.user ? { user: session.user } : null)
    },
    paths: { session: '/session' },
    userOf: (answered) => answered?.user ?? null,
    signIn: async (browser) => void (await browser.ask('/signin')),
    serverRead:
      ({ cookies }) =>
      async () =>
        getIronSession(await cookies(), options),
  }
}
