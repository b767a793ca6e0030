'use client'

import { useSession } from 'next-auth/react'
import { useEffect, useState } from 'react'

export default function TwoTabsPage() {
  const { data: session, status } = useSession()
  const who = session?.user?.name ?? session?.user?.email
  const [seen, setSeen] = useState<readonly string[]>([])

  useEffect(() => {
    const now = new Date().toLocaleTimeString()
    setSeen((before) => [
      `${now}  ${status === 'authenticated' ? `${who} is here` : status === 'loading' ? 'asking…' : 'nobody is here'}`,
      ...before,
    ])
  }, [status, who])

  return (
    <>
      <h2>This tab’s diary</h2>
      <p>Open this page twice, put the tabs side by side, and sign out in one of them.</p>
      <p>
        <a className="button primary" href="/recipes/two-tabs" target="_blank" rel="noopener">
          Open a second tab
        </a>
      </p>
      <pre className="wrap">
        <output data-diary={status}>{seen.join('\n')}</output>
      </pre>
    </>
  )
}
