import type { GetServerSidePropsContext, NextApiRequest, NextApiResponse } from 'next'
import type { Session } from 'next-auth'
import { getToken } from 'next-auth/jwt'
import { auth } from '../auth.js'

export async function getServerSideProps(context: GetServerSidePropsContext) {
  const session: Session | null = await auth(context)
  return { props: { name: session?.user?.name ?? null } }
}

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const session = await auth(req, res)
  const token = await getToken({ req: new Request('https://app.example'), secret: 'not a secret', salt: 'authjs.session-token' })
  res.json({ id: session?.user?.id, role: token?.role })
}
