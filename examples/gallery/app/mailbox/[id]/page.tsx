import type { Metadata } from 'next'
import Link from 'next/link'
import { notFound } from 'next/navigation'
import { readMail } from '@/mailbox'

export const metadata: Metadata = { title: 'A mail' }

export default async function MailPage({ params }: { params: Promise<{ id: string }> }) {
  const mail = await readMail((await params).id)
  if (!mail) notFound()
  return (
    <article className="mail">
      <p>
        <Link href="/mailbox">← Mailbox</Link>
      </p>
      <h1>{mail.subject}</h1>
      <dl>
        <dt>From</dt>
        <dd>{mail.from}</dd>
        <dt>To</dt>
        <dd>{mail.to}</dd>
        <dt>At</dt>
        <dd>
          <time dateTime={mail.at}>{mail.at.slice(0, 19).replace('T', ' ')} UTC</time>
        </dd>
      </dl>
      <div className="parts">
        <figure className="pane">
          <figcaption>As most people see it</figcaption>
          {/* No script, no form, no access to the gallery: the only thing a mail may do is to be followed. */}
          <iframe title={mail.subject} sandbox="allow-top-navigation-by-user-activation" srcDoc={withBase(mail.html)} />
        </figure>
        <figure className="pane">
          <figcaption>As plain text</figcaption>
          <pre className="wrap">
            <LinkedText text={mail.text} links={mail.links} />
          </pre>
        </figure>
      </div>
    </article>
  )
}

/** Links of the mail lead the whole tab away, as a webmail does it. */
function withBase(html: string): string {
  const base = '<base target="_top">'
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html
}

/** Addresses become links; the rest stays text. */
function LinkedText({ text, links }: { text: string; links: readonly string[] }) {
  if (links.length === 0) return text
  const pieces = text.split(new RegExp(`(${links.map(literally).join('|')})`))
  return pieces.map((piece) =>
    links.includes(piece) ? (
      <a key={piece} href={piece}>
        {piece}
      </a>
    ) : (
      piece
    ),
  )
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&')
}
