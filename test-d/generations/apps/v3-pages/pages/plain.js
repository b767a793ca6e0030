import { signIn, signOut, useSession } from 'next-auth/client'

export default function Page() {
  const [session, loading] = useSession()
  if (loading) return <p>…</p>
  return session ? (
    <button type="button" onClick={() => signOut()}>
      {session.user?.name}
    </button>
  ) : (
    <button type="button" onClick={() => signIn('github')}>
      in
    </button>
  )
}
