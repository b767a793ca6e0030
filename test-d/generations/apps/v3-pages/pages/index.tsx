import { signIn, signOut, useSession } from 'next-auth/client'

export default function Page() {
  const [session, loading] = useSession()
  if (loading) return null
  if (!session)
    return (
      <button type="button" onClick={() => signIn()}>
        Sign in
      </button>
    )
  return (
    <>
      Signed in as {session.user?.email} {session.accessToken?.slice(0, 4)}
      {typeof session.role === 'string' ? session.role : null}
      <button type="button" onClick={() => signOut({ callbackUrl: '/' })}>
        Sign out
      </button>
      <button type="button" onClick={() => signIn('google', { callbackUrl: '/' }, { prompt: 'login' })}>
        Another
      </button>
    </>
  )
}
