import { registerHooks } from 'node:module'
import { NextRequest } from 'next/server.js'
import { configOf } from './auth-core.js'
import { paths, signIn, userOf } from './family.js'

export const packageName = 'next-auth-5'

export async function create(world) {
  const { default: NextAuth } = await imported()
  const { handlers, auth } = NextAuth(await configOf(world))
  return {
    name: 'next-auth 5',
    // Next hands a NextRequest over; made outside the measured time.
    convert: (request) => new NextRequest(request),
    handle: (request) => (request.method === 'GET' ? handlers.GET(asNext(request)) : handlers.POST(asNext(request))),
    paths,
    forms: true,
    userOf,
    signIn,
    serverRead: () => auth,
  }
}

const asNext = (request) => (request instanceof NextRequest ? request : new NextRequest(request))

/** Next's package has no `exports`: bundlers find `next/headers`, bare Node wants the extension. A hook that stayed would slow every lazy import down. */
async function imported() {
  const resolve = (specifier, context, next) =>
    next(/^next\/(headers|server|navigation)$/.test(specifier) ? `${specifier}.js` : specifier, context)
  const hooks = registerHooks({ resolve })
  try {
    return await import('next-auth-5')
  } finally {
    hooks.deregister()
  }
}
