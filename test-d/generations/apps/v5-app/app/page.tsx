import { redirect } from 'next/navigation.js'
import { AuthError } from 'next-auth'
import { auth, providerMap, signIn, signOut, unstable_update } from '../auth.js'

async function authenticate(_state: string | undefined, formData: FormData) {
  'use server'
  try {
    await signIn('credentials', formData)
  } catch (error) {
    if (error instanceof AuthError) {
      switch (error.type) {
        case 'CredentialsSignin':
          return 'Wrong.'
        default:
          return redirect(`/error?error=${error.type}`)
      }
    }
    throw error
  }
}

export default async function Page() {
  const session = await auth()
  if (!session?.user) return <form action={authenticate.bind(null, undefined) as never}>{providerMap.map(({ name }) => name)}</form>
  const rename = async () => {
    'use server'
    await unstable_update({ user: { name: 'Anna' } })
    const url = await signIn('github', { redirect: false, redirectTo: '/' }, { scope: 'user' })
    if (url) redirect(url)
  }
  const leave = async () => {
    'use server'
    await signOut({ redirectTo: '/' })
  }
  return (
    <form action={rename as never}>
      {session.user.id} {session.user.email} {session.user.role} {session.accessToken} {session.expires}
      <button type="submit" formAction={leave as never} />
    </form>
  )
}
