import type { GetServerSideProps, InferGetServerSidePropsType } from 'next'
import Link from 'next/link'
import { getServerSession, type Session } from 'next-auth'
import { signIn, signOut, useSession } from 'next-auth/react'
import { options } from '@/auth'

export const getServerSideProps = (async ({ req, res }) => {
  return { props: { session: await getServerSession(req, res, options), at: new Date().toISOString() } }
}) satisfies GetServerSideProps<{ session: Session | null; at: string }>

export default function ClassicPage({ at }: InferGetServerSidePropsType<typeof getServerSideProps>) {
  const { data: session } = useSession()
  return (
    <article className="exhibit">
      <p>
        <Link href="/recipes/pages-router">← The recipe</Link>
      </p>
      <h1>The Pages Router</h1>
      <section className="frame">
        <h2>{session ? `Hello, ${session.user?.name ?? session.user?.email}` : 'Nobody is signed in'}</h2>
        <p>Written by getServerSideProps at {at.slice(11, 19)} UTC, known to useSession() without asking.</p>
        <button type="button" className="primary" onClick={() => (session ? signOut() : signIn())}>
          {session ? 'Sign out' : 'Sign in'}
        </button>
      </section>
    </article>
  )
}
