import { signIn, signOut, useSession } from 'next-auth/react'

export default function Page() {
  const { data: session, status, update } = useSession()
  if (status === 'loading') return null
  if (status === 'unauthenticated' || !session)
    return (
      <button type="button" onClick={() => signIn('github')}>
        Sign in
      </button>
    )
  const role: 'admin' | 'guest' = session.user.role
  return (
    <>
      {session.user.id.slice(0, 4)} {session.user.email} {role} {session.error}
      <button type="button" onClick={() => signOut({ callbackUrl: '/' })}>
        Sign out
      </button>
      <button type="button" onClick={() => update({ name: 'Anna' })}>
        Rename
      </button>
    </>
  )
}

export function Required() {
  const { data: session } = useSession({ required: true, onUnauthenticated: () => void signIn() })
  return <>{session?.user.name}</>
}

export function Certain() {
  const session = useSession<true>({ required: true })
  return session.status === 'authenticated' ? session.data.user.role : null
}
