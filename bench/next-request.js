/** A request under way in Next, without Next's server: its own `headers()` and `cookies()` over its own storage, the same for everybody. */
import { AsyncLocalStorage } from 'node:async_hooks'
import { createRequire } from 'node:module'
import { browserHeaders } from './world.js'

globalThis.AsyncLocalStorage ??= AsyncLocalStorage

const require = createRequire(import.meta.url)
const { workAsyncStorage } = require('next/dist/server/app-render/work-async-storage.external.js')
const { workUnitAsyncStorage } = require('next/dist/server/app-render/work-unit-async-storage.external.js')
const { HeadersAdapter } = require('next/dist/server/web/spec-extension/adapters/headers.js')
const { RequestCookiesAdapter } = require('next/dist/server/web/spec-extension/adapters/request-cookies.js')
const { RequestCookies } = require('next/dist/server/web/spec-extension/cookies.js')
export const { headers, cookies } = require('next/headers.js')

/** What a server component of a visitor with this cookie header sees. */
export function visit(cookie) {
  const sent = new Headers(cookie ? { ...browserHeaders, cookie } : browserHeaders)
  return {
    work: { route: '/', page: '/page' },
    unit: {
      type: 'request',
      phase: 'render',
      implicitTags: undefined,
      headers: HeadersAdapter.seal(sent),
      cookies: RequestCookiesAdapter.seal(new RequestCookies(sent)),
    },
  }
}

export const within = ({ work, unit }, run) => workAsyncStorage.run(work, () => workUnitAsyncStorage.run(unit, run))
