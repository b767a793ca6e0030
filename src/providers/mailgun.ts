import type { EmailOptions, EmailProvider } from './contract.js'
import { httpSender } from './email/http-sender.js'
import { senderAddress } from './email/sender-address.js'

export interface MailgunOptions extends EmailOptions {
  /** The sending domain at Mailgun. Default: the domain of `from`. */
  domain?: string | undefined
}

/** A link by mail, sent by Mailgun. Its European region is `baseUrl: 'https://api.eu.mailgun.net'`. */
export default function Mailgun({ domain, ...options }: MailgunOptions = {}): EmailProvider {
  return httpSender(
    {
      id: 'mailgun',
      name: 'Mailgun',
      baseUrl: 'https://api.mailgun.net',
      requires: ['apiKey', 'from'],
      post: ({ apiKey, from, to, subject, text, html }) => {
        const body = new FormData()
        // A tracked link leads over Mailgun, which then knows a way in.
        const fields = { from, to, subject, text, html, 'o:tracking': 'no' }
        for (const [name, value] of Object.entries(fields)) body.set(name, value)
        return {
          path: `/v3/${encodeURIComponent(domain ?? senderAddress(from).domain)}/messages`,
          headers: { authorization: `Basic ${btoa(`api:${apiKey}`)}` },
          body,
        }
      },
      accepts: (_status, { id }) => typeof id === 'string',
    },
    options,
  )
}
