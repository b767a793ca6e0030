/** The built package: `npm run build` first. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { origin, secret } from '../world.js'
import { credentials, oidc, paths, plain, signIn, silent, userOf } from './family.js'

const built = (path) => new URL(path, process.env.BENCH_DIST ?? new URL('../../dist/', import.meta.url))
export const isBuilt = (path = 'engine/index.js') => existsSync(fileURLToPath(built(path)))

export function optionsOf({ provider, store, adapter, encryption = false }) {
  const insecure = provider.startsWith('http:') ? { dangerouslyAllowInsecureRequests: true } : {}
  return {
    url: origin,
    secret,
    logger: silent,
    providers: [{ ...plain(provider), ...insecure }, { ...oidc(provider), ...insecure }, credentials],
    jwt: { encryption },
    ...(store ? { database: store.ours } : {}),
    ...(adapter ? { adapter } : {}),
  }
}

export async function create(world) {
  const { createAuth } = await import(built('engine/index.js').href)
  const auth = createAuth(optionsOf(world))
  await auth.settings.adapter?.prepare?.()
  return {
    name: world.encryption ? 'ours, encrypted' : 'ours',
    handle: auth.handle,
    read: auth.read,
    paths,
    forms: true,
    ours: true,
    userOf,
    signIn,
    settings: auth.settings,
  }
}

/** The root door, as an application under Next has it. */
export async function createNext(world) {
  const { default: NextAuth } = await import(built('next/index.js').href)
  const { NextRequest } = await import('next/server.js')
  const { handlers, auth } = NextAuth(optionsOf(world))
  const asNext = (request) => (request instanceof NextRequest ? request : new NextRequest(request))
  return {
    name: 'ours, next',
    ours: true,
    convert: asNext,
    handle: (request) => (request.method === 'GET' ? handlers.GET(asNext(request)) : handlers.POST(asNext(request))),
    paths,
    forms: true,
    userOf,
    signIn,
    serverRead: () => auth,
  }
}
