import type { GetServerSideProps } from 'next'
import { auth } from '../auth'

export const getServerSideProps: GetServerSideProps<{ name: string | null }> = async (context) => {
  const session = await auth(context)
  return { props: { name: session?.user?.name ?? session?.user?.email ?? null } }
}

export default function Legacy({ name }: { name: string | null }) {
  return <p id="legacy">{name ?? 'nobody'}</p>
}
