import type { Look, Page } from './page.js'
import { webAddress } from './web-address.js'

/**
 * What a browser may do with a page: nothing but show it and send its forms. (CSP 3; ASVS 3.4.3)
 * `'self'` in `img-src` is for the site's icon and logos on its own host.
 */
export function policyFor(page: Page, { nonce, theme }: Look): string {
  const pictures = [
    theme.logo,
    ...(page.page === 'signin' ? page.providers.map((one) => (one.kind === 'button' ? one.style?.logo : '')) : []),
  ]
  const rules = [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    `img-src ${sources(pictures)}`,
    `form-action ${sources(formTargets(page))}`,
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ]
  if (hasScript(page)) rules.push(`script-src 'nonce-${nonce}'`)
  return rules.join('; ')
}

/** Only one page does something by itself. */
export function hasScript(page: Page): boolean {
  return page.page === 'confirm' && page.sameBrowser
}

/** Chromium holds `form-action` against every redirect after a POST too: also the one back to where the visitor wanted to go. */
function formTargets(page: Page): readonly (string | undefined)[] {
  if (page.page === 'signin' || page.page === 'signout') return [page.callbackUrl]
  return page.page === 'confirm' ? [page.fields.callbackUrl] : []
}

function sources(addresses: readonly (string | undefined)[]): string {
  return ["'self'", ...new Set(addresses.flatMap(originOf))].join(' ')
}

/** Nothing but what cannot end the list: the URL parser lets `;` and `'` into the names of hosts. */
function originOf(address: string | undefined): string[] {
  const safe = webAddress(address)
  if (safe === undefined || safe.startsWith('/')) return []
  const { origin } = new URL(safe)
  return /^https?:\/\/[a-z0-9._-]+(:\d+)?$/.test(origin) ? [origin] : []
}
