'use client'
import type { Session } from 'next-auth'
import {
  getSession,
  SessionContext,
  SessionProvider,
  type SessionProviderProps,
  signIn,
  signOut,
  type UseSessionOptions,
  useSession,
} from 'next-auth/react'
import { type ReactNode, useContext } from 'react'

export function Providers({ children, session }: { children: ReactNode; session: Session | null }) {
  const props: SessionProviderProps = { children, session }
  return <SessionProvider {...props}>{children}</SessionProvider>
}

const options: UseSessionOptions<true> = { required: true, onUnauthenticated: () => {} }

export function SignOut() {
  const session = useSession(options)
  if (session.status === 'loading') return <>…</>
  return (
    <button type="button" onClick={() => signOut()}>
      {session.data.user.id} {session.data.expires}
    </button>
  )
}

export function Menu() {
  const { data, update } = useSession()
  const known = useContext(SessionContext) !== undefined
  const rename = async () => {
    const changed = await update({ user: { name: 'Anna' } })
    if (changed?.user.name !== 'Anna') await getSession()
  }
  const enter = async () => {
    const res = await signIn('credentials', { email: 'ann@acme.example', password: 'secret', redirect: false })
    if (!res?.ok || res.error) console.error(res?.status)
  }
  return (
    <button type="button" onClick={data ? rename : enter}>
      {known ? data?.user?.name : null}
    </button>
  )
}
