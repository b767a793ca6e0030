import type { EmailOptions, EmailProvider } from './contract.js'
import { httpSender } from './email/http-sender.js'

export type ForwardEmailOptions = EmailOptions

/** A link by mail, sent by Forward Email. */
export default function ForwardEmail(options: ForwardEmailOptions = {}): EmailProvider {
  return httpSender(
    {
      id: 'forwardemail',
      name: 'Forward Email',
      baseUrl: 'https://api.forwardemail.net',
      requires: ['apiKey', 'from'],
      post: ({ apiKey, from, to, subject, text, html }) => ({
        path: '/v1/emails',
        // The key is the user name, and there is no password.
        headers: { authorization: `Basic ${btoa(`${apiKey}:`)}` },
        body: { from, to, subject, text, html },
      }),
      accepts: (_status, { id }) => typeof id === 'string',
    },
    options,
  )
}
