import { type AuthorizationServer, processDiscoveryResponse } from 'oauth4webapi'
import { CheckFailed } from './failure.js'
import { outbound } from './outbound.js'
import { remember } from './remember.js'

/** What is known of a service before it is asked. */
export interface Place {
  readonly issuer: string | undefined
  /** Where it describes itself, if not below its issuer. */
  readonly wellKnown: string | undefined
  /** Whether its description has to be read at all. */
  readonly described: boolean
  /** What the configuration says; it wins over the description. */
  readonly endpoints: Endpoints
  /** What must be known in the end. */
  readonly needs: readonly EndpointName[]
  readonly insecure: boolean
  /** For reading the description, in milliseconds. Default 10 000. */
  readonly milliseconds?: number | undefined
}

const endpointNames = [
  'authorization_endpoint',
  'token_endpoint',
  'userinfo_endpoint',
  'jwks_uri',
  'pushed_authorization_request_endpoint',
] as const

export type EndpointName = (typeof endpointNames)[number]
export type Endpoints = { readonly [K in EndpointName]?: string | undefined }
export type Server = Readonly<AuthorizationServer>

export interface Directory {
  /** `now` in milliseconds since 1970. */
  find(place: Place, now: number, fetch: typeof globalThis.fetch): Promise<Server>
}

const hour = 3_600_000

/** Descriptions of services, read when first needed and once for everybody. */
export function createDirectory(): Directory {
  const descriptions = remember<Server>({ fresh: hour, keep: 24 * hour, pause: 60_000 })
  return {
    async find(place, now, fetch) {
      const described = place.described ? await descriptions.get(descriptionUrl(place), now, () => read(place, fetch)) : undefined
      const server = { ...(described ?? { issuer: place.issuer ?? noIssuer }), ...given(place.endpoints) }
      for (const name of place.needs)
        if (!server[name]) throw new CheckFailed(`The service's \`${name}\` is neither configured nor in its description.`)
      return server
    },
  }
}

/** Stands where a plain OAuth 2 service has no issuer; compared with nothing. */
export const noIssuer = 'https://issuer.invalid'

function given(endpoints: Endpoints): Partial<Server> {
  return Object.fromEntries(Object.entries(endpoints).filter(([, url]) => url !== undefined))
}

/** OIDC Discovery §4: a slash at the end of the issuer goes before the path is added. */
function descriptionUrl({ issuer, wellKnown }: Place): string {
  if (wellKnown) return wellKnown
  if (issuer) return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`
  throw new CheckFailed('Neither `issuer` nor `wellKnown` nor the endpoints are configured.')
}

async function read(place: Place, fetch: typeof globalThis.fetch): Promise<Server> {
  const url = descriptionUrl(place)
  const response = await outbound({ fetch, insecure: place.insecure, milliseconds: place.milliseconds })(url, {
    headers: { accept: 'application/json' },
  })
  const issuer = place.issuer ?? url.replace(/\/\.well-known\/[a-z-]+$/, '')
  const server = await processDiscoveryResponse(new URL(issuer), response)
  refuseOther(server.issuer, issuer)
  for (const name of endpointNames) refuseEndpoint(server[name], name, place, url)
  return server
}

/** OIDC Discovery §4.3, RFC 8414 §3.3: identical, character by character. */
function refuseOther(said: string, expected: string): void {
  if (said === expected) return
  const slash = said === `${expected}/` || `${said}/` === expected
  throw new CheckFailed(
    slash
      ? 'The service\'s name for itself differs from `issuer` by a "/" at the end. Write it exactly as its description does.'
      : 'The service describes itself as another issuer than the configured `issuer`.',
  )
}

/** Endpoints may be on other hosts than the issuer, but https, and nothing that is only reachable from here. */
function refuseEndpoint(value: unknown, name: EndpointName, { insecure }: Place, description: string): void {
  if (value === undefined) return
  const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : undefined
  if (!url || (url.protocol !== 'https:' && !(insecure && url.protocol === 'http:')))
    throw new CheckFailed(`The description's \`${name}\` is not an https URL.`)
  const numeric = /^(\[.*\]|[\d.]+|localhost|.*\.localhost)$/.test(url.hostname)
  if (numeric && !insecure && url.hostname !== new URL(description).hostname) {
    throw new CheckFailed(`The description's \`${name}\` is an address of a local network.`)
  }
}
