import { Auth } from '@auth/core'
import { secret } from '../world.js'
import { credentials, oidc, paths, plain, signIn, silent, userOf } from './family.js'

export const packageName = '@auth/core'

export async function create(world) {
  const config = await configOf(world)
  return { name: '@auth/core', handle: (request) => Auth(request, config), paths, forms: true, userOf, signIn, adapter: config.adapter }
}

export async function configOf({ provider, store, adapter }) {
  return {
    secret,
    trustHost: true,
    basePath: '/api/auth',
    logger: silent,
    providers: [plain(provider), oidc(provider), credentials],
    ...(store || adapter ? { adapter: adapter ?? (await store.authJs()), session: { strategy: 'database' } } : {}),
  }
}
