import type { NextApiRequest, NextApiResponse } from 'next'
import { getSession, session as sessionOf } from 'next-auth/client'
import { getToken, type JWT } from 'next-auth/jwt'

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const session = (await getSession({ req })) ?? (await sessionOf({ req }))
  const token: JWT | null = await getToken({ req, secret: process.env.JWT_SECRET, encryption: true })
  const raw: string | null = await getToken({ req, secret: process.env.JWT_SECRET, raw: true })
  if (!session) return res.status(401).end()
  res.json({ name: session.user?.name, role: token?.role, raw: raw?.length })
}
