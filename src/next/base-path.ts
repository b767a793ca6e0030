/**
 * The request at the path that the browser asked for. Next takes the `basePath` of its configuration off before a route sees it, so
 * with `AUTH_URL=https://app.example/shop/api/auth` a request arrives at `/api/auth/…`: what is missing in front is put back.
 * Only whole first segments of the configured path can be missing, and never all of them but the last.
 */
export function underBasePath(request: Request, basePath: string): Request {
  // Nearly always it is there already. Behind the scheme, the first slash begins the path.
  if (request.url.startsWith(`${basePath}/`, request.url.indexOf('/', 8))) return request
  const url = new URL(request.url)
  for (let at = basePath.indexOf('/', 1); basePath.indexOf('/', at + 1) > 0; at = basePath.indexOf('/', at + 1)) {
    if (!url.pathname.startsWith(`${basePath.slice(at)}/`)) continue
    url.pathname = basePath.slice(0, at) + url.pathname
    return new Request(url, request)
  }
  return request
}
