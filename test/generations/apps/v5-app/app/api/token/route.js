import { getToken } from 'next-auth/jwt'

export async function GET(request) {
  const secureCookie = process.env.AUTH_URL.startsWith('https:')
  const token = await getToken({ req: request, secret: process.env.AUTH_SECRET, secureCookie })
  return Response.json({ id: token?.id, plan: token?.plan })
}
