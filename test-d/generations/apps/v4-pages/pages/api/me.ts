import type { NextApiRequest, NextApiResponse } from 'next'
import { getServerSession, unstable_getServerSession } from 'next-auth'
import { getToken, type JWT } from 'next-auth/jwt'
import { getSession } from 'next-auth/react'
import { authOptions } from './auth/nextauth.js'

export default async function handler(req: NextApiRequest, res: NextApiResponse) {
  const session = await getServerSession(req, res, authOptions)
  const same = await unstable_getServerSession(req, res, authOptions)
  const asked = await getSession({ req })
  const token: JWT | null = await getToken({ req, secret: process.env.NEXTAUTH_SECRET, cookieName: 'acme.session', secureCookie: true })
  const raw: string = await getToken({ req, raw: true })
  if (!session) return res.status(401).json({ message: 'Sign in first.' })
  const id: string = session.user.id
  res.json({ id, role: token?.role, again: same?.user.id === asked?.user.id, raw: raw?.length })
}
