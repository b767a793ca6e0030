import { getSession } from 'next-auth/client'
import { getToken } from 'next-auth/jwt'

/**
 * @param {import('next').NextApiRequest} req
 * @param {import('next').NextApiResponse} res
 */
export default async function handler(req, res) {
  const session = await getSession({ req })
  const token = await getToken({ req, secret: process.env.JWT_SECRET })
  res.json({ session, sub: token?.sub })
}
