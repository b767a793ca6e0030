import { CheckFailed, errorWord } from '../failure.js'

export interface CredentialsResponse {
  readonly token: string
  readonly secret: string
  /** Everything the service said, the two above included. */
  readonly fields: Readonly<Record<string, string>>
}

const maxFields = 50

/**
 * What an endpoint that hands out credentials answered (RFC 5849 §2.1, §2.3): a form, each field once. Its content type is not asked:
 * services send forms as `text/html` and `text/plain`. Nothing of the answer is repeated but an error word.
 */
export async function readCredentials(response: Response, maxToken: number): Promise<CredentialsResponse> {
  const text = (await response.text()).trim()
  const fields = isForm(text) ? readForm(text) : undefined
  const problem = fields?.oauth_problem ?? problemIn(response.headers.get('www-authenticate'))
  if (problem !== undefined) throw new CheckFailed(`The service says: ${errorWord(problem)} (status ${response.status}).`)
  if (response.status !== 200) throw new CheckFailed(`The service gave no token: status ${response.status}.`)
  if (!fields) throw new CheckFailed("The service's answer is no form with each field once.")
  const { oauth_token: token, oauth_token_secret: secret } = fields
  if (!isToken(token, maxToken) || !isToken(secret, maxToken))
    throw new CheckFailed("The service's answer lacks a usable `oauth_token` or `oauth_token_secret`.")
  return { token, secret, fields }
}

/** No HTML, no JSON, no octet that a form would have encoded. */
function isForm(text: string): boolean {
  return /^[\w.~%+=&*!'(),:;@/$?-]+$/.test(text) && text.includes('=')
}

function readForm(text: string): Record<string, string> | undefined {
  const fields: Record<string, string> = Object.create(null)
  let count = 0
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in fields || ++count > maxFields) return undefined
    fields[name] = value
  }
  return fields
}

/** Visible ASCII: it goes into headers, cookies and rows. */
function isToken(value: string | undefined, max: number): value is string {
  return value !== undefined && value.length <= max && /^[\x21-\x7e]+$/.test(value)
}

/** Where some services put the word of the Problem Reporting extension. */
function problemIn(header: string | null): string | undefined {
  return /\boauth_problem="?([^",\s]+)/.exec(header ?? '')?.[1]
}
