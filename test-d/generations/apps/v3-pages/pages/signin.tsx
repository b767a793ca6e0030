import type { GetServerSideProps } from 'next'
import { type ClientSafeProvider, csrfToken, getCsrfToken, getProviders, signIn } from 'next-auth/client'
import { useState } from 'react'

interface Props {
  providers: Record<string, ClientSafeProvider> | null
  token: string | null
}

export default function SignIn({ providers, token }: Props) {
  const [error, setError] = useState<string | undefined>()
  const submit = async () => {
    const answer = await signIn<'credentials'>('credentials', { redirect: false, username: 'ann', password: 'secret' })
    if (answer?.error) setError(answer.error)
    else if (answer?.url) location.assign(answer.url)
  }
  return (
    <form method="post" action="/api/auth/callback/credentials">
      <input name="csrfToken" type="hidden" defaultValue={token ?? ''} />
      {Object.values(providers ?? {}).map((provider) => (
        <button key={provider.id} type="button" onClick={() => signIn(provider.id)}>
          {provider.name} {provider.type === 'oauth' ? provider.signinUrl : null}
        </button>
      ))}
      <button type="button" onClick={submit}>
        {error}
      </button>
    </form>
  )
}

export const getServerSideProps: GetServerSideProps<Props> = async (context) => ({
  props: { providers: await getProviders(), token: (await getCsrfToken(context)) ?? (await csrfToken(context)) },
})
