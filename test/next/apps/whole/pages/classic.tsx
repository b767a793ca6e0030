import type { GetServerSideProps } from 'next'
import { getServerSession } from 'next-auth/next'
import { signOut, useSession } from 'next-auth/react'
import { authOptions } from '../auth'

export const getServerSideProps: GetServerSideProps = async ({ req, res }) => ({
  props: { session: (await getServerSession(req, res, authOptions)) as object | null },
})

export default function Classic() {
  const { data, status } = useSession()
  return (
    <button type="button" id="classic" onClick={() => signOut()}>
      {data?.user?.name ?? status}
    </button>
  )
}
