import type { EmailOptions, EmailProvider } from './contract.js'
import { httpSender } from './email/http-sender.js'

export interface LoopsOptions extends EmailOptions {
  /** Id of the transactional e-mail at Loops; its template has the variable `url`. */
  transactionalId: string | undefined
}

/** A link by mail, sent by Loops: what the mail says, and who it is from, is in its template there. */
export default function Loops(options: LoopsOptions): EmailProvider {
  return httpSender(
    {
      id: 'loops',
      name: 'Loops',
      baseUrl: 'https://app.loops.so',
      requires: ['apiKey', 'transactionalId'],
      post: ({ apiKey, to, url }) => ({
        path: '/api/v1/transactional',
        headers: { authorization: `Bearer ${apiKey}` },
        body: { transactionalId: options.transactionalId, email: to, dataVariables: { url } },
      }),
      accepts: (_status, { success }) => success === true,
    },
    options,
  )
}
