import type { Store } from './store.js'

/**
 * Judges again where a route wants to go: http(s), and this origin. Another one only on the way to a provider (`away`), or where the
 * application asked to go and the server, whose list of origins decides, agreed. Else it is the page that was asked for, or this one.
 */
export function safeUrl(url: string | undefined, callbackUrl: string, away?: boolean): URL {
  const target = new URL(url ?? '', location.href)
  if (
    /^https?:/.test(target.href) &&
    (away || target.origin === location.origin || target.origin === new URL(callbackUrl, location.href).origin)
  )
    return target
  return safeUrl(callbackUrl, '')
}

/** Goes there, and returns nothing. A new fragment of the same page alone would load nothing, and the page would show what it knew before. */
export function go(url: string): undefined {
  location.href = url
  if (url === location.href) location.reload()
}

/** The library's own page, which works without any script. */
export function goSignIn(store: Store, query: Record<string, string>): undefined {
  return go(`${store.path}signin?${new URLSearchParams(query)}`)
}
