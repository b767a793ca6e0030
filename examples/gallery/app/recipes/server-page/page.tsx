import { redirect } from 'next/navigation'
import { auth } from '@/auth'

export default async function MembersPage() {
  const session = await auth()
  if (!session) redirect('/api/auth/signin?callbackUrl=/recipes/server-page')

  return (
    <>
      <h2>Members only</h2>
      <p>
        Good to see you, {session.user?.name ?? session.user?.email}. This sentence was written on the server at{' '}
        {new Date().toLocaleTimeString('en-GB', { timeZone: 'UTC' })} UTC, for you alone.
      </p>
    </>
  )
}
