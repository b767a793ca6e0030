/** What every peer is told: one site, one person, one provider. The secrets are made anew for each run. */
import { randomBytes } from 'node:crypto'

export const origin = 'https://app.example.com'
export const person = { id: 'person-1', name: 'Ann', email: 'ann@example.com', image: 'https://example.com/ann.png' }
export const secret = process.env.BENCH_SECRET ?? randomBytes(48).toString('base64url')
export const client = { id: 'bench-client', secret: 'bench-client-secret-that-is-long-enough' }

/** Sessions of 30 days that are prolonged after a day: the default of every peer of this family. */
export const maxAge = 30 * 86_400

/**
 * Production everywhere: warnings and checks of development are nobody's speed. Behind a proxy that sets the host, which costs
 * next-auth 5 less than `AUTH_URL` does.
 */
export function prepareEnvironment() {
  process.env.NODE_ENV = 'production'
  process.env.NEXT_TELEMETRY_DISABLED = '1'
  process.env.BETTER_AUTH_TELEMETRY = '0'
  process.env.AUTH_TRUST_HOST = 'true'
}

/** What Chromium sends along with a request of a page of the same site. */
export const browserHeaders = {
  accept: '*/*',
  'accept-language': 'en',
  host: new URL(origin).host,
  'sec-fetch-dest': 'empty',
  'sec-fetch-mode': 'cors',
  'sec-fetch-site': 'same-origin',
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
  'x-forwarded-host': new URL(origin).host,
  'x-forwarded-proto': 'https',
}
