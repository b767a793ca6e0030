import { AuthError } from '../base/errors.js'
import type { EmailOptions, EmailProvider, VerificationRequest } from './contract.js'
import { messageOf } from './email/message.js'

export * from './contract/mail-names.js'
export type { EmailOptions } from './contract.js'

/**
 * A link by mail, sent over SMTP by `nodemailer`, or by any service with a `sendVerificationRequest` of your own.
 *
 * `server` is an SMTP URL (`smtps://user:password@smtp.example.com`) or nodemailer's options; `from` the sender.
 */
export default function Email(options: EmailOptions = {}): EmailProvider {
  return {
    id: options.id ?? 'email',
    name: options.name ?? 'Email',
    type: 'email',
    maxAge: 86_400,
    requires: options.sendVerificationRequest ? [] : ['server', 'from'],
    sendVerificationRequest: sendBySmtp,
    options,
  }
}

/** What this needs of nodemailer, of whatever version. */
interface Mailer {
  createTransport(server: string | object): {
    sendMail(mail: object): Promise<{ rejected?: readonly unknown[]; pending?: readonly unknown[] }>
    close?(): void
  }
}

async function sendBySmtp(request: VerificationRequest): Promise<void> {
  const { identifier, provider } = request
  const { createTransport } = await loadMailer()
  const transport = createTransport(provider.server ?? '')
  try {
    // As an object the address is one address: nothing in it is read as a list.
    const { rejected = [], pending = [] } = await transport.sendMail({
      to: { name: '', address: identifier },
      from: provider.from,
      ...messageOf(request),
    })
    if (rejected.length + pending.length > 0)
      throw new AuthError('EmailSignInError', 'The mail server did not take the mail for its recipient.')
  } finally {
    transport.close?.()
  }
}

async function loadMailer(): Promise<Mailer> {
  try {
    // Left to the runtime: bundlers would look for it in applications that send no mail.
    return (await import(/* webpackIgnore: true */ /* turbopackIgnore: true */ 'nodemailer')) as unknown as Mailer
  } catch (error) {
    throw new AuthError('MissingDependency', 'Sending mail needs the package `nodemailer`: npm install nodemailer', { cause: error })
  }
}
