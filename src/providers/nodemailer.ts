import type { EmailProvider } from './contract.js'
import Email, { type EmailOptions } from './email.js'

export type NodemailerOptions = EmailOptions
export type { EmailConfig as NodemailerConfig, EmailUserConfig as NodemailerUserConfig } from './contract/mail-names.js'

/** `Email` under the name and with the id it has in v5: `signIn('nodemailer')`. */
export default function Nodemailer(options: NodemailerOptions = {}): EmailProvider {
  return Email({ ...options, id: options.id ?? 'nodemailer' })
}
