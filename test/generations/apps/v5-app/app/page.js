import { auth, signIn, signOut, unstable_update } from '../auth'
import { Status } from './status'
import { Who } from './who'

export default async function Home() {
  const session = await auth()
  return (
    <main>
      <Who where="server" user={session?.user} />
      <Status />
      <form
        action={async () => {
          'use server'
          await signIn('idp')
        }}
      >
        <button type="submit">Sign in</button>
      </form>
      <form
        action={async () => {
          'use server'
          await unstable_update({ plan: 'platinum' })
        }}
      >
        <button type="submit">Update in an action</button>
      </form>
      <form
        action={async () => {
          'use server'
          await signOut()
        }}
      >
        <button type="submit">Sign out</button>
      </form>
    </main>
  )
}
