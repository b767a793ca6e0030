import jwt from 'next-auth/jwt'

const secret = process.env.SECRET

export default async function handler(req, res) {
  const token = await jwt.getToken({ req, secret, encryption: process.env.TOKEN === 'encrypted' })
  res.json({ id: token?.id, plan: token?.plan })
}
