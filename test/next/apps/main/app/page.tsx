import { Suspense } from 'react'
import { auth } from '../auth'
import { Client } from './client'

async function Server() {
  const session = await auth()
  const greeting: string | undefined = session?.greeting
  return (
    <>
      <p id="server">{session?.user?.name ?? session?.user?.email ?? 'nobody'}</p>
      <p id="server-greeting">{greeting}</p>
      <Client session={session} />
    </>
  )
}

export default function Page() {
  return (
    <main>
      <h1>App Router</h1>
      <Suspense fallback={<p>…</p>}>
        <Server />
      </Suspense>
    </main>
  )
}
