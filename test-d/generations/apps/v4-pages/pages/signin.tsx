import type { GetServerSidePropsContext, InferGetServerSidePropsType } from 'next'
import { getServerSession } from 'next-auth/next'
import type { BuiltInProviderType } from 'next-auth/providers'
import {
  type ClientSafeProvider,
  getCsrfToken,
  getProviders,
  type LiteralUnion,
  type SignInResponse,
  type SignOutResponse,
  signIn,
  signOut,
} from 'next-auth/react'
import { useEffect, useState } from 'react'
import { authOptions } from './api/auth/nextauth.js'

type Providers = Record<LiteralUnion<BuiltInProviderType, string>, ClientSafeProvider> | null

export default function SignIn({ csrfToken }: InferGetServerSidePropsType<typeof getServerSideProps>) {
  const [providers, setProviders] = useState<Providers>(null)
  const [error, setError] = useState<string | null>(null)
  useEffect(() => {
    const load = async () => setProviders(await getProviders())
    load()
  }, [])
  const submit = async () => {
    const answer: SignInResponse | undefined = await signIn('credentials', { redirect: false, username: 'ann', password: 'secret' })
    if (answer?.error) setError(answer.error)
    else if (answer?.ok && answer.url) location.assign(answer.url)
  }
  const leave = async () => {
    const data: SignOutResponse = await signOut({ redirect: false, callbackUrl: '/bye' })
    location.assign(data.url)
  }
  return (
    <form onSubmit={submit}>
      <input name="csrfToken" type="hidden" defaultValue={csrfToken} />
      {providers &&
        Object.values(providers).map((provider) => (
          <button key={provider.name} type="button" onClick={() => signIn(provider.id, { callbackUrl: '/' }, { login_hint: 'ann' })}>
            {provider.name}
          </button>
        ))}
      {providers?.google ? providers.google.signinUrl : null}
      <button type="button" onClick={leave}>
        {error}
      </button>
    </form>
  )
}

export async function getServerSideProps(context: GetServerSidePropsContext) {
  const session = await getServerSession(context.req, context.res, authOptions)
  if (session) return { redirect: { destination: session.user.role === 'admin' ? '/admin' : '/', permanent: false } }
  return { props: { csrfToken: await getCsrfToken(context) } }
}
