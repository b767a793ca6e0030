'use client'
import { getCsrfToken, getProviders, getSession, SessionProvider, type SignInResponse, signIn, signOut, useSession } from 'next-auth/react'
import { useState } from 'react'

export function Menu() {
  const { data: session, status, update } = useSession()
  const [error, setError] = useState<string | undefined>()
  const enter = async () => {
    const answer: SignInResponse = await signIn('credentials', { redirect: false, redirectTo: '/', email: 'ann@acme.example' })
    if (!answer.ok) setError(answer.error ?? answer.code)
    const token: string = await getCsrfToken()
    const providers = await getProviders()
    if (token && providers?.github) await signIn('github', { redirectTo: providers.github.callbackUrl })
  }
  const leave = async () => {
    const { url } = await signOut({ redirect: false })
    location.assign(url)
  }
  if (status === 'authenticated')
    return (
      <button type="button" onClick={leave}>
        {session.user.id} {session.user.role}
      </button>
    )
  return (
    <button type="button" onClick={error ? () => update() : enter}>
      {error}
    </button>
  )
}

export function Root({ children }: { children: React.ReactNode }) {
  return <SessionProvider basePath="/auth">{children}</SessionProvider>
}

export const ask = () => getSession({ broadcast: false })
