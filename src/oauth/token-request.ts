/** How a service's token request differs from the one of RFC 6749 §4.1.3. */
export interface TokenRequestForm {
  readonly body: 'form' | 'json' | 'query'
  readonly headers: Readonly<Record<string, string>>
  /** The service's own words for standard fields. */
  readonly names: Readonly<Record<string, string>>
  /** More fields of the request; `grant_type` may be another one for the exchange of a code. */
  readonly params: Readonly<Record<string, string>>
}

/** Sends the standard request in the service's form. */
export function inFormOf({ body, headers, names, params }: TokenRequestForm, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const sent = new Headers(init?.headers)
    for (const [name, value] of Object.entries(headers)) sent.set(name, value)
    const standard = new URLSearchParams(String(init?.body ?? ''))
    if (params.grant_type && standard.get('grant_type') === 'authorization_code') standard.set('grant_type', params.grant_type)
    const fields = renamed(standard, names)
    if (body === 'query') {
      sent.delete('content-type')
      return fetch(withQuery(String(input), fields), { headers: sent })
    }
    if (body === 'form') return fetch(input, { ...init, headers: sent, body: fields })
    sent.set('content-type', 'application/json')
    return fetch(input, { ...init, headers: sent, body: JSON.stringify(Object.fromEntries(fields)) })
  }
}

function renamed(fields: URLSearchParams, names: Readonly<Record<string, string>>): URLSearchParams {
  return new URLSearchParams([...fields].map(([name, value]) => [names[name] ?? name, value]))
}

function withQuery(address: string, fields: URLSearchParams): string {
  const url = new URL(address)
  for (const [name, value] of fields) url.searchParams.set(name, value)
  return url.href
}
