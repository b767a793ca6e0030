import { getServerSession } from 'next-auth'
import { authOptions } from '../auth'

export default async function Page() {
  const session = await getServerSession(authOptions)
  return <p id="server">{session?.user?.name ?? 'nobody'}</p>
}
