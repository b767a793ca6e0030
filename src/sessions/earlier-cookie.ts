import type { Visit } from '../config/context.js'

export interface EarlierCookie {
  readonly name: string
  readonly value: string
}

/**
 * The cookie that may hold a session of v3, v4 or v5. The first name that is there counts, whatever is in it. Where v5 has been,
 * what v4 left behind is over: signing out of v5 never deleted it.
 */
export function readEarlierCookie({ settings, now, names, secure, cookies }: Visit): EarlierCookie | undefined {
  if (settings.session.earlierUntil <= now) return undefined
  const [v5, v4] = earlierNames(secure)
  const present = [names.sessionToken.name, v5, v4].filter((name) => cookies.getChunked(name).present.length > 0)
  const name = present.find((candidate) => candidate !== v4 || !wasOnV5(cookies))
  const value = name === undefined ? undefined : cookies.getChunked(name).value
  return name && value ? { name, value } : undefined
}

const earlierPlain = ['authjs.session-token', 'next-auth.session-token'] as const
const earlierSecure = ['__Secure-authjs.session-token', '__Secure-next-auth.session-token'] as const

export function earlierNames(secure: boolean): readonly [v5: string, v4: string] {
  return secure ? earlierSecure : earlierPlain
}

function wasOnV5(cookies: Visit['cookies']): boolean {
  return ['authjs.', '__Secure-authjs.', '__Host-authjs.'].some((prefix) => cookies.startingWith(prefix).length > 0)
}
