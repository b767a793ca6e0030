'use client'

import { useSession } from 'next-auth/react'

export default function WatchingPage() {
  const { data: session, status, update } = useSession({ required: true })
  if (status === 'loading') return <p>One moment…</p>

  return (
    <>
      <h2>Still here, {session.user?.name ?? session.user?.email}</h2>
      <p>
        Your session ends on <time dateTime={session.expires}>{session.expires.slice(0, 10)}</time> if you do not come back.
      </p>
      <button type="button" className="secondary" onClick={() => update()}>
        Ask the server again
      </button>
    </>
  )
}
