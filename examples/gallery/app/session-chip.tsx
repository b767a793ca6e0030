'use client'

import { signIn, signOut, useSession } from 'next-auth/react'
import { Face } from './face'

/** Who is here, in the corner of every page, as the browser knows it. */
export function SessionChip() {
  const { data: session, status } = useSession()
  if (status === 'loading') return <div className="chip" aria-busy="true" />
  if (!session) {
    return (
      <div className="chip">
        <button type="button" className="quiet" onClick={() => signIn()}>
          Sign in
        </button>
      </div>
    )
  }
  return (
    <div className="chip">
      <Face user={session.user} />
      <span className="chip-name">{session.user?.name ?? session.user?.email}</span>
      <button type="button" className="quiet" onClick={() => signOut()}>
        Sign out
      </button>
    </div>
  )
}
