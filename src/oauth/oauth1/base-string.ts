import { percentEncode } from './percent-encode.js'

export type Parameter = readonly [name: string, value: string]

/** What is signed (RFC 5849 §3.4.1): the method, the place, and every parameter wherever it travels. */
export function baseString(method: string, url: URL, parameters: readonly Parameter[]): string {
  return [method.toUpperCase(), baseUri(url), normalized([...url.searchParams, ...parameters])].map(percentEncode).join('&')
}

/** §3.4.1.2. The URL parser has already written scheme and host in lower case and left the scheme's own port out. */
function baseUri({ protocol, host, pathname }: URL): string {
  return `${protocol}//${host}${pathname}`
}

/** §3.4.1.3.2: encoded, then sorted by name and value as octets; all of it is ASCII by then. */
function normalized(parameters: readonly Parameter[]): string {
  return parameters
    .filter(([name]) => name !== 'realm' && name !== 'oauth_signature')
    .map(([name, value]): Parameter => [percentEncode(name), percentEncode(value)])
    .sort(([a, x], [b, y]) => order(a, b) || order(x, y))
    .map((pair) => pair.join('='))
    .join('&')
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
