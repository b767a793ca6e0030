import { getSession, signIn, signOut, useSession } from 'next-auth/client'

export default function Home({ found }) {
  const [session, loading] = useSession()
  return (
    <main>
      <Who where="server" user={found?.user} />
      {loading ? null : <Who where="client" user={session?.user} />}
      <button type="button" onClick={() => signIn('idp')}>
        Sign in
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

export async function getServerSideProps(context) {
  return { props: { found: await getSession(context) } }
}
