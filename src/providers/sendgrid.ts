import type { EmailOptions, EmailProvider } from './contract.js'
import { httpSender } from './email/http-sender.js'
import { senderAddress } from './email/sender-address.js'

export type SendGridOptions = EmailOptions

/** A link by mail, sent by Twilio SendGrid. */
export default function SendGrid(options: SendGridOptions = {}): EmailProvider {
  return httpSender(
    {
      id: 'sendgrid',
      name: 'SendGrid',
      baseUrl: 'https://api.sendgrid.com',
      requires: ['apiKey', 'from'],
      post: ({ apiKey, from, to, subject, text, html }) => {
        const { name, address } = senderAddress(from)
        return {
          path: '/v3/mail/send',
          headers: { authorization: `Bearer ${apiKey}` },
          body: {
            personalizations: [{ to: [{ email: to }] }],
            from: { email: address, name },
            subject,
            // SendGrid wants the text before the HTML.
            content: [
              { type: 'text/plain', value: text },
              { type: 'text/html', value: html },
            ],
            // A tracked link leads over SendGrid, which then knows a way in.
            tracking_settings: { click_tracking: { enable: false, enable_text: false }, open_tracking: { enable: false } },
          },
        }
      },
      // It answers 202 and says nothing.
      accepts: (status) => status === 202,
    },
    options,
  )
}
