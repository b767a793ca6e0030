/** A Pages API handler: it gets what Next makes of a request, and its answer is made a Response. */
import { createRequire } from 'node:module'
import { client, secret } from '../world.js'
import { credentials, oidc, paths, plain, signIn, silent, userOf } from './family.js'

const require = createRequire(import.meta.url)
export const packageName = 'next-auth-4'

export async function create(world) {
  const { default: NextAuth, getServerSession } = require('next-auth-4/next')
  const options = await optionsOf(world)
  const handler = NextAuth(options)
  return {
    name: 'next-auth 4',
    handle: async (request) => {
      const response = fakeResponse()
      await handler(await fakeRequest(request), response)
      return response.done()
    },
    paths,
    forms: true,
    userOf,
    signIn,
    serverRead: () => () => getServerSession(options),
  }
}

export async function optionsOf({ provider, store, adapter }) {
  const { issuer, ...rest } = oidc(provider)
  return {
    secret,
    logger: silent,
    providers: [
      plain(provider),
      {
        ...rest,
        type: 'oauth',
        wellKnown: `${issuer}/.well-known/openid-configuration`,
        idToken: true,
        authorization: { params: { scope: 'openid profile email' } },
        client: { client_id: client.id },
      },
      { ...credentials, options: {} },
    ],
    // As in its documentation: without this callback the session tells no id.
    callbacks: { session: ({ session, token, user }) => ({ ...session, user: { ...session.user, id: token?.sub ?? user?.id } }) },
    ...(store || adapter ? { adapter: adapter ?? (await store.authJs()), session: { strategy: 'database' } } : {}),
  }
}

/** What Next's API routes offer; parsed as cheaply as may be. */
async function fakeRequest(request) {
  const at = request.url.indexOf('/api/auth/') + '/api/auth/'.length
  const question = request.url.indexOf('?', at)
  const path = question < 0 ? request.url.slice(at) : request.url.slice(at, question)
  const query = question < 0 ? {} : Object.fromEntries(new URLSearchParams(request.url.slice(question + 1)))
  const cookies = {}
  for (const pair of (request.headers.get('cookie') ?? '').split('; ')) {
    const equals = pair.indexOf('=')
    if (equals > 0) cookies[pair.slice(0, equals)] = decodeURIComponent(pair.slice(equals + 1))
  }
  return {
    method: request.method,
    headers: Object.fromEntries(request.headers),
    cookies,
    query: { ...query, nextauth: path.split('/') },
    body: request.method === 'POST' ? Object.fromEntries(new URLSearchParams(await request.text())) : undefined,
  }
}

function fakeResponse() {
  const headers = new Map()
  let status = 200
  let body = null
  const response = {
    status: (code) => {
      status = code
      return response
    },
    getHeader: (name) => headers.get(name.toLowerCase()),
    setHeader: (name, value) => {
      headers.set(name.toLowerCase(), value)
      return response
    },
    json: (value) => response.send(value),
    send: (value) => {
      if (value !== null && typeof value === 'object') {
        headers.set('content-type', 'application/json')
        body = JSON.stringify(value)
      } else body = value ?? null
    },
    end: () => {},
    done: () => {
      const list = []
      for (const [name, value] of headers) for (const one of [value].flat()) list.push([name, String(one)])
      return new Response(body, { status, headers: list })
    },
  }
  return response
}
