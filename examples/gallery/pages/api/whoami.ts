import type { NextApiRequest, NextApiResponse } from 'next'
import { auth } from '@/auth'

export default async function whoami(req: NextApiRequest, res: NextApiResponse) {
  const session = await auth(req, res)
  if (!session) return res.status(401).json({ error: 'Sign in first.' })
  return res.json({ hello: session.user?.name ?? session.user?.email })
}
