import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { listen } from './listen.js'

type Json = Record<string, unknown>
type Answer = readonly [status: number, body: unknown]

/** A mail as its service understood it. */
export interface Received {
  /** Everybody it goes to. */
  readonly to: readonly unknown[]
  readonly from?: unknown
  readonly subject?: unknown
  readonly text?: string
  readonly html?: string
  /** What a template at the service is filled with. */
  readonly variables?: Json
}

export interface MailDouble {
  /** `http://127.0.0.1:<port>` */
  readonly url: string
  readonly mails: Received[]
  /** All of them, in order. */
  readonly requests: Asked[]
  /** Answers in place of the service. */
  instead: ((response: ServerResponse, request: Asked) => void) | undefined
  close(): Promise<void>
}

export interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly raw: Buffer
}

/** How a service judges a request, from its own documentation. */
interface Service {
  readonly path: string
  /** The key in a request, whatever it is. */
  readonly keyIn: (headers: IncomingHttpHeaders) => string | undefined
  readonly noKey: Answer
  readonly wrongKey: Answer
  /** `multipart/form-data` for Mailgun, JSON for all others. */
  readonly contentType: string
  readonly wrongContentType: Answer
  /** What else it wants of the headers. */
  readonly headers?: (headers: IncomingHttpHeaders) => Answer | undefined
  /** The mail, or what it says to one that it does not take. */
  readonly read: (fields: Json) => Received | Answer
  readonly taken: Answer
}

export const key = 'a-key-of-the-service-for-tests-only'
export const transactionalId = 'sign-in-template'

/** These rewrite links unless the mail says not to; our services' accounts have link tracking on. */
const tracked = (text: unknown): string => String(text).replace(/https?:\/\/[^\s"<]+/g, 'https://click.tracker.example/1')

const bearer = ({ authorization }: IncomingHttpHeaders): string | undefined => /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
const basic = ({ authorization }: IncomingHttpHeaders): string | undefined => {
  const encoded = /^Basic (.+)$/.exec(authorization ?? '')?.[1]
  return encoded && Buffer.from(encoded, 'base64').toString()
}
const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
const isAddress = (value: unknown): value is string => isText(value) && /^[^\s@,;<>]+@[^\s@,;<>]+$/.test(value)

// The pages that the doubles follow. They do not say everything: how each service answers a wrong content type, Mailgun a missing key, Loops an
// unknown template (404), Postmark its code 1235 and Forward Email its sentences stand here from memory. Resend's pages differ on a wrong key (401
// or 403); the fuller one says 401.

// https://resend.com/docs/api-reference/errors and …/introduction, read 2026-11-27
const resendSays = (statusCode: number, name: string, message: string): Answer => [statusCode, { statusCode, name, message }]
const resend: Service = {
  path: '/emails',
  keyIn: bearer,
  noKey: resendSays(401, 'missing_api_key', 'Missing API Key'),
  wrongKey: resendSays(401, 'validation_error', 'API key is invalid'),
  contentType: 'application/json',
  wrongContentType: resendSays(422, 'missing_required_field', 'Missing `to` field.'),
  headers: (headers) => (headers['user-agent'] ? undefined : [403, 'error code: 1010']),
  read({ from, to, subject, text, html }) {
    const recipients = [to].flat()
    const missing = Object.entries({ from, subject }).find(([, value]) => !isText(value))
    if (missing || !recipients.every(isAddress) || !isText(html ?? text))
      return resendSays(422, 'missing_required_field', `Missing \`${missing?.[0] ?? 'to'}\` field.`)
    return { to: recipients, from, subject, text: String(text), html: String(html) }
  },
  taken: [200, { id: '00000000-0000-4000-8000-000000000001' }],
}

// https://www.twilio.com/docs/sendgrid/api-reference/mail-send/errors and https://support.sendgrid.com/hc/en-us/articles/18322114821403,
// read 2026-11-27
const sendgridSays = (status: number, message: string, field: string | null = null): Answer => [
  status,
  { errors: [{ message, field, help: null }] },
]
const sendgrid: Service = {
  path: '/v3/mail/send',
  keyIn: bearer,
  noKey: sendgridSays(401, 'The provided authorization grant is invalid, expired, or revoked'),
  wrongKey: sendgridSays(401, 'The provided authorization grant is invalid, expired, or revoked'),
  contentType: 'application/json',
  wrongContentType: [415, ''],
  read({ personalizations, from, subject, content, tracking_settings }) {
    const to = ((personalizations ?? []) as { to?: { email?: unknown }[] }[]).flatMap((one) => one.to ?? []).map(({ email }) => email)
    if (to.length === 0 || !to.every(isAddress)) return sendgridSays(400, 'Does not contain a valid address.', 'personalizations.0.to')
    if (!isAddress((from as Json | undefined)?.email)) return sendgridSays(400, 'The from email does not contain a valid address.', 'from')
    const parts = (content ?? []) as { type: string; value: string }[]
    if (!isText(subject) || parts.length === 0) return sendgridSays(400, 'The subject and the content are required.', 'content')
    if (parts.findIndex(({ type }) => type === 'text/plain') > 0)
      return sendgridSays(400, 'If present, text/plain must be the first content.', 'content')
    const clicks = (tracking_settings as { click_tracking?: { enable?: boolean; enable_text?: boolean } } | undefined)?.click_tracking
    const part = (wanted: string, isTracked: boolean): string => {
      const value = parts.find(({ type }) => type === wanted)?.value
      return isTracked ? tracked(value) : String(value)
    }
    return { to, from, subject, text: part('text/plain', clicks?.enable_text !== false), html: part('text/html', clicks?.enable !== false) }
  },
  taken: [202, ''],
}

// https://postmarkapp.com/developer/api/overview and …/user-guide/sending-with-api, read 2026-11-27
const postmarkSays = (status: number, ErrorCode: number, Message: string): Answer => [status, { ErrorCode, Message }]
const postmark: Service = {
  path: '/email',
  keyIn: (headers) => [headers['x-postmark-server-token']].flat()[0],
  noKey: postmarkSays(401, 10, 'No Account or Server API tokens were supplied in the HTTP headers.'),
  wrongKey: postmarkSays(401, 10, 'The Server Token you provided in the X-Postmark-Server-Token request header was invalid.'),
  contentType: 'application/json',
  wrongContentType: postmarkSays(422, 409, 'JSON required'),
  headers: ({ accept }) => (accept === 'application/json' ? undefined : postmarkSays(422, 409, 'JSON required')),
  read({ From, To, Subject, TextBody, HtmlBody, MessageStream, TrackLinks }) {
    if (!isText(From) || !isText(To)) return postmarkSays(422, 300, "Invalid 'From' or 'To' address.")
    if (!isText(TextBody) && !isText(HtmlBody)) return postmarkSays(422, 300, 'Provide either TextBody or HtmlBody, or both.')
    if (MessageStream !== 'outbound') return postmarkSays(422, 1235, 'The stream provided does not exist on this server.')
    const [text = '', html = ''] = [TextBody, HtmlBody].map((body) => (TrackLinks === 'None' ? String(body) : tracked(body)))
    return { to: To.split(','), from: From, subject: Subject, text, html }
  },
  taken: [200, { ErrorCode: 0, Message: 'OK', MessageID: '00000000-0000-4000-8000-000000000002', SubmittedAt: '2026-11-27T12:00:00Z' }],
}

// https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages, …/api-overview and …/user-manual/tracking-messages,
// read 2026-11-27
const mailgun: Service = {
  path: '/v3/app.example/messages',
  keyIn: (headers) => basic(headers)?.replace(/^api:/, ''),
  noKey: [401, 'Forbidden'],
  wrongKey: [401, { message: 'Invalid private key' }],
  contentType: 'multipart/form-data',
  wrongContentType: [400, { message: 'from parameter is missing' }],
  read(fields) {
    const missing = ['from', 'to', 'subject'].find((name) => !isText(fields[name]))
    if (missing) return [400, { message: `${missing} parameter is missing` }]
    if (!isText(fields.text) && !isText(fields.html))
      return [400, { message: "Need at least one of 'text' or 'html' parameters specified" }]
    const [text = '', html = ''] = [fields.text, fields.html].map((body) => (fields['o:tracking'] === 'no' ? String(body) : tracked(body)))
    return { to: String(fields.to).split(','), from: fields.from, subject: fields.subject, text, html }
  },
  taken: [200, { id: '<1@app.example>', message: 'Queued. Thank you.' }],
}

// https://loops.so/docs/api-reference/send-transactional-email and …/intro, read 2026-11-27
const loops: Service = {
  path: '/api/v1/transactional',
  keyIn: bearer,
  noKey: [401, { error: 'Invalid API key' }],
  wrongKey: [401, { error: 'Invalid API key' }],
  contentType: 'application/json',
  wrongContentType: [400, { success: false, message: 'Invalid body' }],
  read({ transactionalId: id, email, dataVariables }) {
    if (!isAddress(email)) return [400, { success: false, path: 'email', message: 'email is required' }]
    if (id !== transactionalId)
      return [404, { success: false, error: { path: 'transactionalId', message: 'Transactional email not found' } }]
    const variables = (dataVariables ?? {}) as Json
    // A template wants every variable that it names.
    if (!isText(variables.url)) return [400, { success: false, path: 'dataVariables', message: 'Missing required data variables' }]
    return { to: [email], variables, text: `Sign in: ${variables.url}` }
  },
  taken: [200, { success: true }],
}

// https://forwardemail.net/en/email-api#outbound-emails, read 2026-11-27
const forwardemailSays = (statusCode: number, error: string, message: string): Answer => [statusCode, { statusCode, error, message }]
const forwardemail: Service = {
  path: '/v1/emails',
  keyIn: (headers) => basic(headers)?.replace(/:$/, ''),
  noKey: forwardemailSays(401, 'Unauthorized', 'Missing API token.'),
  wrongKey: forwardemailSays(401, 'Unauthorized', 'Invalid API token.'),
  contentType: 'application/json',
  wrongContentType: forwardemailSays(400, 'Bad Request', 'Invalid request body.'),
  read({ from, to, subject, text, html }) {
    if (!isText(from) || !isText(to)) return forwardemailSays(400, 'Bad Request', 'The message has no sender or no recipient.')
    return { to: to.split(','), from, subject, text: String(text), html: String(html) }
  },
  taken: [200, { id: '000000000000000000000001', object: 'email', status: 'queued' }],
}

export const services = { resend, sendgrid, postmark, mailgun, loops, forwardemail }

/** A mail service on this machine, which takes what the real one takes and refuses what the real one refuses. */
export async function mailDouble(name: keyof typeof services): Promise<MailDouble> {
  const { url, close } = await listen((request, response) => {
    serve(double, services[name], request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  const double: MailDouble = { url, mails: [], requests: [], instead: undefined, close }
  return double
}

async function serve(double: MailDouble, service: Service, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const asked: Asked = { path: request.url ?? '/', headers: request.headers, raw: Buffer.concat(chunks) }
  double.requests.push(asked)
  if (double.instead) return double.instead(response, asked)
  const [status, body] = await judge(double, service, request.method ?? '', asked)
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, { 'content-type': typeof body === 'string' ? 'text/plain' : 'application/json' }).end(text)
}

async function judge(double: MailDouble, service: Service, method: string, asked: Asked): Promise<Answer> {
  if (method !== 'POST' || asked.path !== service.path) return [404, { message: 'Not found' }]
  const refused = service.headers?.(asked.headers)
  if (refused) return refused
  const given = service.keyIn(asked.headers)
  if (given === undefined) return service.noKey
  if (given !== key) return service.wrongKey
  const type = asked.headers['content-type'] ?? ''
  if (!type.startsWith(service.contentType)) return service.wrongContentType
  const mail = service.read(await fieldsOf(type, asked.raw))
  if (!('to' in mail)) return mail
  double.mails.push(mail)
  return service.taken
}

async function fieldsOf(type: string, raw: Buffer): Promise<Json> {
  if (type.startsWith('application/json')) return JSON.parse(raw.toString()) as Json
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': type } }).formData()
  // Of a name that comes twice both count: two recipients are two.
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).join(',')]))
}
