'use client'

import type { Session } from 'next-auth'
import { SessionProvider, signIn, signOut, useSession } from 'next-auth/react'
import type { auth } from '../auth'

function Status() {
  const { data, status, update } = useSession<typeof auth>()
  const greeting: string | undefined = data?.greeting
  return (
    <section>
      <p id="client">{status === 'authenticated' ? (data?.user?.name ?? data?.user?.email) : status}</p>
      <p id="greeting">{greeting}</p>
      <button type="button" onClick={() => signIn()}>
        Sign in
      </button>
      <button type="button" onClick={() => signIn('idp', { callbackUrl: '/' })}>
        Sign in with Test Identity
      </button>
      <button type="button" onClick={() => signOut({ redirect: false })}>
        Sign out
      </button>
      <button type="button" onClick={() => update({ greeting: 'Updated' })}>
        Update
      </button>
    </section>
  )
}

export function Client({ session }: { session?: Session | null }) {
  return (
    <SessionProvider {...(session === undefined ? {} : { session })}>
      <Status />
    </SessionProvider>
  )
}
