import type { AppProps } from 'next/app'
import { SessionProvider } from 'next-auth/react'
import '../app/gallery.css'

/** A page that fetched the session on the server hands it over, so that the browser need not ask again. */
export default function PagesApp({ Component, pageProps: { session, ...props } }: AppProps) {
  return (
    <SessionProvider session={session}>
      <main id="main">
        <Component {...props} />
      </main>
    </SessionProvider>
  )
}
