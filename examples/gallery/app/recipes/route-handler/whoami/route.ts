import { auth } from '@/auth'

export const GET = auth((request) => {
  if (!request.auth) return Response.json({ error: 'Sign in first.' }, { status: 401 })
  return Response.json({ hello: request.auth.user?.name ?? request.auth.user?.email })
})
