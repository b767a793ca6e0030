import { AuthError } from '../base/errors.js'

/** Octets of a request's body that are read at most. */
const maxBody = 64 * 1024
const maxFields = 100

export interface Body {
  /** Each field once, each a string. No prototype: a field named `__proto__` is a field. */
  readonly fields: Readonly<Record<string, string>>
  /** The one member that may hold more than text: `data` of a session update. */
  readonly data: unknown
}

/** Reads a form or a JSON object; anything else is refused before it is parsed. */
export async function readBody(request: Request): Promise<Body> {
  const kind = contentKind(request.headers.get('content-type'))
  const text = await readText(request)
  return kind === 'form' ? fromForm(text) : fromJson(text)
}

function contentKind(header: string | null): 'form' | 'json' {
  const [type = '', ...parameters] = (header ?? '').toLowerCase().split(';')
  const charset = parameters.map((p) => p.trim()).find((p) => p.startsWith('charset='))
  if (charset && charset !== 'charset=utf-8' && charset !== 'charset="utf-8"') throw unsupported(`charset ${charset.slice(8, 40)}`)
  if (type.trim() === 'application/x-www-form-urlencoded') return 'form'
  if (type.trim() === 'application/json') return 'json'
  throw unsupported(type.slice(0, 60) || 'no content type')
}

function unsupported(given: string): AuthError {
  return new AuthError(
    'UnsupportedMediaType',
    `Send application/x-www-form-urlencoded or application/json in UTF-8, not ${JSON.stringify(given)}.`,
  )
}

async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBody) throw tooLarge()
  if (!request.body) return ''
  const reader = request.body.getReader()
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let size = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return text + decoder.decode()
      size += value.byteLength
      if (size > maxBody) throw tooLarge()
      text += decoder.decode(value, { stream: true })
    }
  } catch (error) {
    reader.cancel().catch(() => {})
    throw error instanceof AuthError ? error : new AuthError('BadRequest', 'The body is not UTF-8 or ended early.', { cause: error })
  }
}

function tooLarge(): AuthError {
  return new AuthError('ContentTooLarge', `A request to the authentication routes may carry ${maxBody} octets.`)
}

function fromForm(text: string): Body {
  let pairs = 1
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) if (++pairs > maxFields) throw bad('too many fields')
  const fields: Record<string, string> = Object.create(null)
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in fields) throw bad('a field came twice')
    fields[name] = value
  }
  return { fields, data: undefined }
}

function fromJson(text: string): Body {
  const parsed = parseJson(text)
  if (parsed === null || typeof parsed !== 'object' || Array.isArray(parsed)) throw bad('the JSON is not an object')
  const entries = Object.entries(parsed)
  if (entries.length > maxFields) throw bad('too many fields')
  const fields: Record<string, string> = Object.create(null)
  let data: unknown
  for (const [name, value] of entries) {
    if (name === 'data') data = value
    else if (name === 'json' && typeof value === 'boolean') fields[name] = String(value)
    else if (typeof value === 'string') fields[name] = value
    else throw bad('a field is not text')
  }
  return { fields, data }
}

function parseJson(text: string): unknown {
  try {
    return text === '' ? {} : JSON.parse(text)
  } catch (error) {
    throw new AuthError('BadRequest', 'The body is not JSON.', { cause: error })
  }
}

function bad(what: string): AuthError {
  return new AuthError('BadRequest', `The request's body was refused: ${what}.`)
}

/** The query of a URL, each parameter once (RFC 6749 §3.1). */
export function readQuery(url: URL): Readonly<Record<string, string>> {
  if (url.search.length > 16 * 1024) throw bad('the query is too long')
  const query: Record<string, string> = Object.create(null)
  let count = 0
  for (const [name, value] of url.searchParams) {
    if (++count > maxFields) throw bad('too many parameters')
    if (name in query) throw bad('a parameter came twice')
    query[name] = value
  }
  return query
}
