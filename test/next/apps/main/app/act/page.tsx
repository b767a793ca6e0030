import { redirect } from 'next/navigation'
import { AuthError } from 'next-auth'
import { Suspense } from 'react'
import { auth, signIn, signOut, unstable_update } from '../../auth'

async function enter(form: FormData) {
  'use server'
  try {
    await signIn('credentials', form)
  } catch (error) {
    if (error instanceof AuthError) redirect(`/act?refused=${error.type}`)
    throw error
  }
}

async function leave() {
  'use server'
  await signOut({ redirectTo: '/act' })
}

async function rename() {
  'use server'
  await unstable_update({ greeting: 'From an action' })
}

async function provider() {
  'use server'
  await signIn('idp', { redirectTo: '/act' })
}

async function Who() {
  const session = await auth()
  return (
    <>
      <p id="who">{session?.user?.name ?? 'nobody'}</p>
      <p id="greeting">{session?.greeting}</p>
    </>
  )
}

export default function Act() {
  return (
    <main>
      <Suspense fallback={<p>…</p>}>
        <Who />
      </Suspense>
      <form action={enter}>
        <input name="username" aria-label="User name" />
        <input name="password" type="password" aria-label="Password" />
        <input type="hidden" name="redirectTo" value="/act" />
        <button type="submit">Enter</button>
      </form>
      <form action={provider}>
        <button type="submit">Enter with Test Identity</button>
      </form>
      <form action={rename}>
        <button type="submit">Rename</button>
      </form>
      <form action={leave}>
        <button type="submit">Leave</button>
      </form>
    </main>
  )
}
