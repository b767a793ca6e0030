import { simpleParser } from 'mailparser'
import { SMTPServer } from 'smtp-server'

export interface Mail {
  /** Whom the envelope names. */
  readonly recipients: readonly string[]
  /** Whom the header names. */
  readonly to: string
  readonly subject: string
  readonly text: string
  readonly html: string
}

export interface Mailbox {
  /** `smtp://127.0.0.1:<port>` */
  readonly url: string
  readonly mails: Mail[]
  /** The next mail, or the one that is there. */
  take(): Promise<Mail>
  close(): Promise<void>
}

/** A real SMTP server on this machine that keeps what it is sent. */
export async function mailbox(): Promise<Mailbox> {
  const mails: Mail[] = []
  const waiting: ((mail: Mail) => void)[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      simpleParser(stream).then((parsed) => {
        const to = [parsed.to ?? []]
          .flat()
          .map((address) => address.text)
          .join(', ')
        const recipients = session.envelope.rcptTo.map(({ address }) => address)
        const mail = { recipients, to, subject: parsed.subject ?? '', text: parsed.text ?? '', html: parsed.html || '' }
        const next = waiting.shift()
        if (next) next(mail)
        else mails.push(mail)
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.server.address() as { port: number }
  return {
    url: `smtp://127.0.0.1:${port}`,
    mails,
    take: () => {
      const mail = mails.shift()
      return mail ? Promise.resolve(mail) : new Promise((resolve) => waiting.push(resolve))
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

/** The link in a mail. */
export function linkIn({ text }: Mail): string {
  const link = /https?:\/\/\S+/.exec(text)?.[0]
  if (!link) throw new Error('The mail has no link.')
  return link
}
