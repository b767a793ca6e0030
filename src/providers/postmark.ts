import type { EmailOptions, EmailProvider } from './contract.js'
import { httpSender } from './email/http-sender.js'

export type PostmarkOptions = EmailOptions

/** A link by mail, sent by Postmark. */
export default function Postmark(options: PostmarkOptions = {}): EmailProvider {
  return httpSender(
    {
      id: 'postmark',
      name: 'Postmark',
      baseUrl: 'https://api.postmarkapp.com',
      requires: ['apiKey', 'from'],
      post: ({ apiKey, from, to, subject, text, html }) => ({
        path: '/email',
        headers: { 'x-postmark-server-token': apiKey },
        body: {
          From: from,
          To: to,
          Subject: subject,
          TextBody: text,
          HtmlBody: html,
          MessageStream: 'outbound',
          // A tracked link leads over Postmark, which then knows a way in.
          TrackLinks: 'None',
          TrackOpens: false,
        },
      }),
      accepts: (_status, { ErrorCode }) => ErrorCode === 0,
    },
    options,
  )
}
