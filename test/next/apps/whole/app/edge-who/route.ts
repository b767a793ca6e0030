import { auth } from '../../auth'

export const runtime = 'edge'

export async function GET() {
  return Response.json({ name: (await auth())?.user?.name ?? null, runtime: 'EdgeRuntime' in globalThis ? 'edge' : 'node' })
}
