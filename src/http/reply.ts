/** A place that the library may send a browser to: it was parsed, compared and written anew, never echoed. */
export type SafeUrl = string & { readonly __safe: unique symbol }

/** What an action answers. The only thing that becomes a `Response`, in one place. */
export type Reply =
  | { readonly kind: 'redirect'; readonly to: SafeUrl; readonly status?: number }
  | { readonly kind: 'json'; readonly body: unknown; readonly status?: number; readonly headers?: Readonly<Record<string, string>> }
  | {
      readonly kind: 'html'
      readonly html: string
      readonly csp: string
      readonly status?: number
      readonly headers?: Readonly<Record<string, string>>
    }

export function redirect(to: SafeUrl, status?: number): Reply {
  return status === undefined ? { kind: 'redirect', to } : { kind: 'redirect', to, status }
}

export function json(body: unknown, status = 200): Reply {
  return { kind: 'json', body, status }
}
