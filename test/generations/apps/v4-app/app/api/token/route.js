import { getToken } from 'next-auth/jwt'

export async function GET(request) {
  const token = await getToken({ req: request })
  return Response.json({ id: token?.id, plan: token?.plan })
}
