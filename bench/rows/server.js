/** What a server component waits for: `auth()`, `getServerSession`, over Next's own `headers()` and `cookies()`. */
import { alternate } from '../measure.js'
import { cookies, headers, visit, within } from '../next-request.js'
import { everybody } from '../peers/index.js'
import { person } from '../world.js'
import { signedIn } from './http.js'

export async function measure(how) {
  const contestants = []
  for (const peer of await everybody({ next: true })) {
    if (!peer.serverRead && !peer.read) continue
    await signedIn(peer)
    contestants.push(await readerOf(peer))
  }
  return { server: await alternate(contestants, { ...how, row: 'server' }) }
}

async function readerOf(peer) {
  // The engine without Next is given the headers, as any server would.
  const read = peer.serverRead ? peer.serverRead({ headers, cookies }) : async () => peer.read(await headers())
  const { cookie } = peer.browser
  const found = await within(visit(cookie), () => read())
  if (found?.user?.name !== person.name) throw new Error(`${peer.name}: read ${JSON.stringify(found)}`)
  if (!peer.constant && (await within(visit(''), () => read()))?.user) throw new Error(`${peer.name}: somebody, without a cookie`)
  return {
    name: peer.name,
    prepare: (count) => Array.from({ length: count }, () => visit(cookie)),
    run: async (request) => {
      if (!(await within(request, read))?.user) throw new Error(`${peer.name}: nobody`)
    },
  }
}
