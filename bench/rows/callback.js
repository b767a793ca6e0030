/**
 * The return from a provider: code against tokens, profile or ID token, and a session. Sessions are tokens and nobody has a database,
 * but better-auth, which keeps its tables in memory. The time that requests to the provider are under way is taken off.
 */
import { Browser } from '../browser.js'
import { alternate } from '../measure.js'
import { everybody } from '../peers/index.js'
import { answerTo, startProvider, watchRequests } from '../provider.js'
import '../next-request.js'
import { starter } from './http.js'

const names = ['@auth/core', 'next-auth 5', 'next-auth 4', 'better-auth']

export async function measure(how) {
  const provider = await startProvider()
  const seen = watchRequests()
  const all = await everybody({ names, world: () => ({ provider: provider.origin }) })
  const rows = {}
  for (const id of ['plain', 'oidc']) {
    const contestants = []
    const requests = {}
    for (const peer of all) {
      requests[peer.name] = await tried(peer, id, seen)
      contestants.push({ name: peer.name, prepare: (count) => returns(peer, id, count), run: returning(peer), excluded: () => seen.time })
    }
    rows[`callback-${id}`] = await alternate(contestants, { ...how, most: 24, row: `callback-${id}` })
    rows[`requests-${id}`] = requests
  }
  provider.stop()
  return rows
}

/** One whole sign-in, looked at; then a second one, whose outgoing requests are counted. */
async function tried(peer, id, seen) {
  const before = seen.requests.length
  for (const round of [1, 2]) {
    if (round === 2) seen.requests.length = 0
    const [request] = await returns(peer, id, 1)
    const browser = new Browser(peer.handle)
    browser.keep(await returning(peer)(request))
    const user = peer.userOf(await (await browser.ask(peer.paths.session)).json())
    if (user?.email !== 'subject@example.com') throw new Error(`${peer.name}, ${id}: signed in as ${JSON.stringify(user)}`)
  }
  if (before < 0 || seen.requests.length === 0) throw new Error(`${peer.name}, ${id}: nobody asked the provider`)
  return [...seen.requests]
}

/** Visitors on their way back from the provider. */
export async function returns(peer, id, count, who = () => 'subject') {
  peer.forget?.()
  const requests = []
  for (let index = 0; index < count; index++) {
    const { browser, request } = await starter(peer)
    const response = browser.keep(await peer.handle(request(id)))
    const location = peer.startedAt ? await peer.startedAt(response) : response.headers.get('location')
    if (!/\/authorize\?/.test(location)) throw new Error(`${peer.name}, ${id}: started to ${location}`)
    const back = browser.request(answerTo(location, { sub: who(index) }), {
      headers: { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    })
    requests.push(peer.convert ? peer.convert(back) : back)
  }
  return requests
}

export const returning = (peer) => async (request) => {
  const response = await peer.handle(request)
  const location = response.headers.get('location') ?? ''
  if (response.status >= 400 || /error/.test(location) || !response.headers.getSetCookie().some((line) => /session/.test(line)))
    throw new Error(`${peer.name}: ${response.status} ${location}`)
  return response
}
