import type { AppProps } from 'next/app.js'
import { Provider } from 'next-auth/client'

export default function App({ Component, pageProps }: AppProps) {
  return (
    <Provider session={pageProps.session} options={{ clientMaxAge: 60, keepAlive: 5 * 60, basePath: '/api/auth' }}>
      <Component {...pageProps} />
    </Provider>
  )
}
