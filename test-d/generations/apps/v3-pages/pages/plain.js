import { signIn, signOut, useSession } from 'next-auth/client'

export default function Page() {
  const [session, loading] = useSession()
  if (loading) return <p>…</p>
  return session ? <button onClick={() => signOut()}>{session.user && session.user.name}</button> : <button onClick={() => signIn('github')}>in</button>
}
