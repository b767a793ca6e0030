import type { Metadata } from 'next'
import Link from 'next/link'
import { listMails } from '@/mailbox'
import { Refresh } from './refresh'

export const metadata: Metadata = { title: 'Mailbox' }
export const dynamic = 'force-dynamic'

export default async function MailboxPage({ searchParams }: { searchParams: Promise<{ type?: string }> }) {
  const [mails, { type }] = await Promise.all([listMails(), searchParams])
  return (
    <>
      <Refresh seconds={2} />
      <section className="hero small">
        <h1>Mailbox</h1>
        <p>
          {type === 'email'
            ? 'A link is on its way. Open the mail below and follow it.'
            : 'Every mail this app sends lands here, whatever the address. It is forgotten when the gallery stops.'}
        </p>
      </section>
      {mails === null ? <p className="card">The mail catcher does not answer. Start the gallery with start.js.</p> : null}
      {mails?.length === 0 ? (
        <p className="card empty">
          No mail yet. <Link href="/">Ask for a link</Link>.
        </p>
      ) : null}
      <ul className="mails">
        {mails?.map(({ id, to, subject, at }) => (
          <li key={id}>
            <Link className="card" href={`/mailbox/${id}`}>
              <strong>{subject}</strong>
              <span>to {to}</span>
              <time dateTime={at}>{at.slice(11, 19)} UTC</time>
            </Link>
          </li>
        ))}
      </ul>
    </>
  )
}
