import { AuthError } from '../../base/errors.js'
import type { EmailOptions, EmailProvider, VerificationRequest } from '../contract.js'
import { type Message, messageOf } from './message.js'

/** The HTTP API of a mail service, as data. */
export interface HttpSender {
  readonly id: string
  readonly name: string
  /** Origin of the API. */
  readonly baseUrl: string
  /** Options that it cannot send without. */
  readonly requires: readonly string[]
  /** How it wants a mail. */
  post(mail: Mail): Post
  /** Whether this is its answer to a mail that it took. `body` is the answer's JSON, `{}` when it is none. */
  accepts(status: number, body: Readonly<Record<string, unknown>>): boolean
}

export interface Mail extends Message {
  readonly to: string
  /** `Name <address>` or an address. */
  readonly from: string
  readonly url: string
  readonly apiKey: string
}

export interface Post {
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** A plain object is sent as JSON. */
  readonly body: FormData | Readonly<Record<string, unknown>>
}

/** A link by mail, sent through a service's HTTP API: no package, and no Node.js, is needed for it. */
export function httpSender(sender: HttpSender, options: EmailOptions): EmailProvider {
  return {
    id: sender.id,
    name: sender.name,
    type: 'email',
    maxAge: 86_400,
    requires: options.sendVerificationRequest ? [] : sender.requires,
    sendVerificationRequest: (request) => send(sender, request),
    options,
  }
}

async function send(sender: HttpSender, request: VerificationRequest): Promise<void> {
  const { provider, identifier: to, url } = request
  const { path, headers, body } = sender.post({
    ...messageOf(request),
    to,
    from: provider.from ?? '',
    url,
    apiKey: provider.apiKey ?? '',
  })
  const form = body instanceof FormData
  const response = await request.fetch((provider.baseUrl ?? sender.baseUrl).replace(/\/$/, '') + path, {
    method: 'POST',
    // Resend refuses requests without a `User-Agent`, and not every runtime's fetch sends one. With a form, fetch adds the boundary.
    headers: { accept: 'application/json', 'user-agent': 'next-auth', ...(form ? {} : { 'content-type': 'application/json' }), ...headers },
    body: form ? body : JSON.stringify(body),
  })
  if (response.ok && sender.accepts(response.status, await readJson(response))) return
  // What it says may repeat the address or the key: the status has to do.
  throw new AuthError('EmailSignInError', `${sender.name} did not take the mail (status ${response.status}). Check ${checklist(sender)}.`, {
    details: { provider: provider.id, status: response.status },
  })
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}

function checklist({ requires, name }: HttpSender): string {
  return `${requires.map((option) => `\`${option}\``).join(' and ')}, and the log at ${name}`
}
