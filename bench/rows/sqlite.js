/** Sessions as rows in SQLite, read through `node:sqlite` by everybody; and the statements that reads and sign-ins cost. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Browser } from '../browser.js'
import { alternate } from '../measure.js'
import { everybody } from '../peers/index.js'
import { startProvider, watchRequests } from '../provider.js'
import { countStatements, statementsOf } from '../stores.js'
import '../next-request.js'
import { returning, returns } from './callback.js'

const names = ['@auth/core', 'next-auth 5', 'next-auth 4', 'better-auth']

export async function measure(how) {
  const provider = await startProvider()
  const folder = mkdtempSync(join(tmpdir(), 'bench-'))
  watchRequests()
  try {
    const world = (name) => ({ provider: provider.origin, store: join(folder, `${name.replace(/\W/g, '-')}.db`) })
    const all = await everybody({ names, world })
    const contestants = []
    for (const peer of all) contestants.push(await sessionRow(peer))
    const times = await alternate(contestants, { ...how, row: 'sqlite' })
    countStatements()
    const statements = {}
    for (const peer of all) statements[peer.name] = await statementsFor(peer)
    return { sqlite: times, statements }
  } finally {
    provider.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Nobody's credentials make rows in Auth.js: everybody comes by the provider. */
async function arrive(peer, who) {
  const [request] = await returns(peer, 'plain', 1, () => who)
  const browser = new Browser(peer.handle)
  browser.keep(await returning(peer)(request))
  return browser
}

async function sessionRow(peer) {
  peer.browser = await arrive(peer, 'subject')
  const user = peer.userOf(await (await peer.browser.ask(peer.paths.session)).json())
  if (user?.email !== 'subject@example.com') throw new Error(`${peer.name}: signed in as ${JSON.stringify(user)}`)
  return {
    name: peer.name,
    prepare: (count) =>
      Array.from({ length: count }, () => (peer.convert ?? ((request) => request))(peer.browser.request(peer.paths.session))),
    run: async (request) => {
      if ((await peer.handle(request)).status !== 200) throw new Error(`${peer.name}: not answered`)
    },
  }
}

async function statementsFor(peer) {
  const [newcomer] = await returns(peer, 'plain', 1, () => 'newcomer')
  const isNew = await statementsOf(() => returning(peer)(newcomer))
  const [again] = await returns(peer, 'plain', 1, () => 'newcomer')
  const returned = await statementsOf(() => returning(peer)(again))
  const read = await statementsOf(() => peer.handle(peer.browser.request(peer.paths.session)))
  const nobody = await statementsOf(() => peer.handle(new Browser(peer.handle).request(peer.paths.session)))
  return { new: isNew, returning: returned, read, nobody }
}
