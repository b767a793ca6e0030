import { getServerSession } from 'next-auth/next'
import { signIn, signOut, useSession } from 'next-auth/react'
import { authOptions } from './api/auth/[...nextauth]'

export default function Home({ user }) {
  const { data: session, status, update } = useSession()
  return (
    <main>
      <Who where="server" user={user} />
      {status === 'loading' ? null : <Who where="client" user={session?.user} />}
      <button type="button" onClick={() => signIn('idp')}>
        Sign in
      </button>
      <button type="button" onClick={() => update({ plan: 'silver' })}>
        Update
      </button>
      <button type="button" onClick={() => signOut()}>
        Sign out
      </button>
    </main>
  )
}

function Who({ where, user }) {
  return <p id={where}>{user ? `${user.id} ${user.name} ${user.plan}` : 'nobody'}</p>
}

export async function getServerSideProps({ req, res }) {
  const session = await getServerSession(req, res, authOptions)
  // What is undefined cannot be a prop.
  return { props: { user: session ? JSON.parse(JSON.stringify(session.user)) : null } }
}
