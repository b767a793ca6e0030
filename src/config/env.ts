import { providerVariable } from '../base/provider-variable.js'

/** The environment's variables that count, each with its older name. Empty text is as good as absent. */
export interface Environment {
  readonly secret: readonly string[]
  readonly url: string | undefined
  readonly redirectProxyUrl: string | undefined
  readonly trustHost: boolean
  readonly development: boolean
  /** `next build` runs the application's modules without its secrets. */
  readonly building: boolean
  readonly provider: (id: string, name: string) => string | undefined
}

export function readEnvironment(variables: Readonly<Record<string, string | undefined>> = globalThis.process?.env ?? {}): Environment {
  const get = (...names: readonly string[]): string | undefined => names.map((name) => variables[name]).find((value) => value)
  const rotated = [get('AUTH_SECRET_3'), get('AUTH_SECRET_2'), get('AUTH_SECRET_1')]
  return {
    secret: [get('AUTH_SECRET', 'NEXTAUTH_SECRET'), ...rotated].filter((secret) => secret !== undefined),
    url: get('AUTH_URL', 'NEXTAUTH_URL'),
    redirectProxyUrl: get('AUTH_REDIRECT_PROXY_URL'),
    trustHost: isYes(get('AUTH_TRUST_HOST')) || get('VERCEL', 'CF_PAGES') !== undefined,
    development: (get('NODE_ENV') ?? 'production') !== 'production',
    building: get('NEXT_PHASE') === 'phase-production-build',
    provider: (id, name) => get(providerVariable(id, name)),
  }
}

function isYes(value: string | undefined): boolean {
  return value !== undefined && !['0', 'false', 'no', 'off'].includes(value.toLowerCase())
}
