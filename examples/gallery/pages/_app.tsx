import type { AppProps } from 'next/app'
import Head from 'next/head'
import { SessionProvider } from 'next-auth/react'
import '../app/gallery.css'

/** A page that fetched the session on the server hands it over, so that the browser need not ask again. */
export default function PagesApp({ Component, pageProps: { session, ...props } }: AppProps) {
  return (
    <SessionProvider session={session}>
      <Head>
        <title>The next-auth gallery</title>
        <link rel="icon" href="/icon.svg" />
      </Head>
      <main id="main">
        <Component {...props} />
      </main>
    </SessionProvider>
  )
}
