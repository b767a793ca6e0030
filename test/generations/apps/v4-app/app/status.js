'use client'

import { signIn, signOut, useSession } from 'next-auth/react'
import { Who } from './who'

export function Status() {
  const { data: session, status, update } = useSession()
  return (
    <section>
      {status === 'loading' ? null : <Who where="client" user={session?.user} />}
      <button type="button" onClick={() => signIn('idp')}>
        Sign in
      </button>
      <button type="button" onClick={() => update({ plan: 'silver' })}>
        Update
      </button>
      <button type="button" onClick={() => signOut()}>
        Sign out
      </button>
    </section>
  )
}
