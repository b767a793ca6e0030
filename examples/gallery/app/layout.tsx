import type { Metadata, Viewport } from 'next'
import Link from 'next/link'
import { SessionProvider } from 'next-auth/react'
import type { ReactNode } from 'react'
import { auth } from '@/auth'
import { SessionChip } from './session-chip'
import './gallery.css'

export const metadata: Metadata = {
  title: { default: 'The next-auth gallery', template: '%s · next-auth gallery' },
  description: 'Every way of signing in, and every place that asks who is there: one Next.js app, offline.',
}

export const viewport: Viewport = { colorScheme: 'light dark' }

/** The session is read once, on the server, and handed to the browser: no component ever flickers through "loading". */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const session = await auth()
  return (
    <html lang="en">
      <body>
        <SessionProvider session={session}>
          <a className="skip" href="#main">
            Skip to the page
          </a>
          <header className="top">
            <Link className="wordmark" href="/">
              <span aria-hidden="true" /> next-auth <em>gallery</em>
            </Link>
            <nav aria-label="Main">
              <Link href="/#recipes">Recipes</Link>
              <Link href="/mailbox">Mailbox</Link>
            </nav>
            <SessionChip />
          </header>
          <main id="main">{children}</main>
          <footer className="bottom">Everything here runs on this machine. Nothing leaves it.</footer>
        </SessionProvider>
      </body>
    </html>
  )
}
