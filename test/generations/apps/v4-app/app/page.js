import { getServerSession } from 'next-auth/next'
import { authOptions } from '../auth-options'
import { Status } from './status'
import { Who } from './who'

export default async function Home() {
  const session = await getServerSession(authOptions)
  return (
    <main>
      <Who where="server" user={session?.user} />
      <Status />
    </main>
  )
}
