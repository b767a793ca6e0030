import type { EmailOptions, EmailProvider } from './contract.js'
import { httpSender } from './email/http-sender.js'

export type ResendOptions = EmailOptions

/** A link by mail, sent by Resend. */
export default function Resend(options: ResendOptions = {}): EmailProvider {
  return httpSender(
    {
      id: 'resend',
      name: 'Resend',
      baseUrl: 'https://api.resend.com',
      requires: ['apiKey', 'from'],
      post: ({ apiKey, from, to, subject, text, html }) => ({
        path: '/emails',
        headers: { authorization: `Bearer ${apiKey}` },
        body: { from, to: [to], subject, text, html },
      }),
      accepts: (_status, { id }) => typeof id === 'string',
    },
    options,
  )
}
