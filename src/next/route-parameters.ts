import { isEdgeRuntime } from '../base/edge-runtime.js'
import type { MaybePromise } from '../base/types.js'

/**
 * The request without what Next adds to it on the edge runtime: there the segments that a route has caught come again in the query, as
 * `?nextauth=callback&nextauth=github`. Our routes take each parameter once (RFC 6749 §3.1), and none by such a name.
 */
export function withoutRouteParameters(request: Request, context: unknown): MaybePromise<Request> {
  return isEdgeRuntime() && request.url.includes('?') ? without(request, context) : request
}

async function without(request: Request, context: unknown): Promise<Request> {
  // A promise since Next 15.
  const caught = await (context as { readonly params?: object | PromiseLike<object> } | undefined)?.params
  if (!caught) return request
  const url = new URL(request.url)
  for (const name of Object.keys(caught)) url.searchParams.delete(name)
  return new Request(url, request)
}
