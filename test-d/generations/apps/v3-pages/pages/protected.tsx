import type { GetServerSideProps } from 'next'
import type { Session } from 'next-auth'
import { getSession } from 'next-auth/client'

export default function Page({ session }: { session: Session | null }) {
  return <>{session ? session.user?.name : 'nobody'}</>
}

export const getServerSideProps: GetServerSideProps = async (context) => {
  const session = await getSession(context)
  if (!session) return { redirect: { destination: '/api/auth/signin', permanent: false } }
  return { props: { session } }
}
