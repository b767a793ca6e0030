import type { NextRequest } from 'next/server.js'
import { match } from '../engine/routes.js'

type Seen = Pick<NextRequest, 'method' | 'nextUrl'>

/** The path as the browser sees it: Next takes the `basePath` of its configuration off. */
export function pathOf({ nextUrl }: Seen): string {
  return nextUrl.basePath + nextUrl.pathname
}

/** Whether the library answers it. What else an application keeps below the base path is the application's, and guarded like the rest. */
export function isOwnRoute(request: Seen, basePath: string): boolean {
  return match(request.method, pathOf(request), basePath).kind !== 'none'
}

/** One page with and without the slash that `trailingSlash` adds. */
export function isSamePage(one: string, other: string): boolean {
  return one.replace(/\/$/, '') === other.replace(/\/$/, '')
}

/** RFC 9700 §4.12: what was posted here is not posted on to the sign-in page, which may be another site's. */
export function statusOf({ method }: Seen): number {
  return method === 'GET' || method === 'HEAD' ? 307 : 303
}
