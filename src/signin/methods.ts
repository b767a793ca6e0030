import type { ReadyProvider } from '../config/settings.js'
import type { Method } from './contract.js'

type Kind = ReadyProvider['type']

/** How each kind of provider proves who someone is, loaded when somebody first signs in that way. */
const loaders: { readonly [K in Kind]: () => Promise<Method<never>> } = {
  oauth: async () => (await import('./oauth2.js')).oauth2(),
  oauth1: async () => (await import('./oauth1.js')).oauth1(),
  oidc: async () => (await import('./oidc.js')).oidc(),
  email: async () => (await import('./email.js')).email(),
  credentials: async () => (await import('./credentials.js')).credentials(),
}

export type Methods = (provider: ReadyProvider) => Promise<Method>

/** One table per engine: a method may keep what it learned (a provider's keys) and what was used up. */
export function createMethods(): Methods {
  const loaded = new Map<Kind, Promise<Method<never>>>()
  return (provider) => {
    let method = loaded.get(provider.type)
    if (!method) {
      method = loaders[provider.type]()
      method.catch(() => loaded.delete(provider.type))
      loaded.set(provider.type, method)
    }
    return method as Promise<Method>
  }
}
