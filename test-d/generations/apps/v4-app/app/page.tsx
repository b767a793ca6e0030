import { getServerSession } from 'next-auth'
import { getServerSession as fromNext } from 'next-auth/next'
import { SignOut } from '../components/session.js'
import { authOptions, currentUser } from '../lib/auth.js'

export default async function Page() {
  const session = await getServerSession(authOptions)
  const user = (await fromNext(authOptions))?.user
  const { team } = await currentUser()
  return (
    <main>
      {session ? session.user.id : 'nobody'} {user?.email} {team}
      <SignOut />
    </main>
  )
}
