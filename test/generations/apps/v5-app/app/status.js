'use client'

import { useSession } from 'next-auth/react'
import { Who } from './who'

export function Status() {
  const { data: session, status, update } = useSession()
  return (
    <section>
      {status === 'loading' ? null : <Who where="client" user={session?.user} />}
      <button type="button" onClick={() => update({ plan: 'silver' })}>
        Update
      </button>
    </section>
  )
}
