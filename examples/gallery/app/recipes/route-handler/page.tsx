'use client'

import { useState } from 'react'

export default function CallingPage() {
  const [answer, setAnswer] = useState('')

  async function call() {
    const response = await fetch('/recipes/route-handler/whoami')
    setAnswer(`${response.status} ${await response.text()}`)
  }

  return (
    <>
      <h2>Ask the API who you are</h2>
      <button type="button" className="primary" onClick={call}>
        GET /recipes/route-handler/whoami
      </button>
      <p>
        <output>{answer || 'Nothing asked yet.'}</output>
      </p>
    </>
  )
}
