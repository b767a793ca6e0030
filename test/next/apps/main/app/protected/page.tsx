import { redirect } from 'next/navigation'
import { Suspense } from 'react'
import { auth } from '../../auth'

async function Secret() {
  const session = await auth()
  if (!session) redirect('/api/auth/signin?callbackUrl=/protected')
  return <p id="secret">For {session.user?.name} only</p>
}

export default function Protected() {
  return (
    <Suspense fallback={<p>…</p>}>
      <Secret />
    </Suspense>
  )
}
