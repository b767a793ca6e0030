/** Sessions as rows of a database: how a visitor gets one, how it is read, and what statements that takes. */
import { Browser } from '../browser.js'
import { statementsOf } from '../statements.js'
import { returning, returns } from './callback.js'

export const names = ['@auth/core', 'next-auth 5', 'next-auth 4', 'better-auth']

/** Signs somebody in. Nobody's credentials make rows in Auth.js: everybody comes by the provider. */
export async function enter(peer) {
  const [request] = await returns(peer, 'plain', 1, () => 'subject')
  peer.browser = new Browser(peer.handle)
  peer.browser.keep(await returning(peer)(request))
  const user = peer.userOf(await (await peer.browser.ask(peer.paths.session)).json())
  if (user?.email !== 'subject@example.com') throw new Error(`${peer.name}: signed in as ${JSON.stringify(user)}`)
}

/** GET session, as a contestant. */
export const sessionRow = (peer) => ({
  name: peer.name,
  prepare: (count) =>
    Array.from({ length: count }, () => (peer.convert ?? ((request) => request))(peer.browser.request(peer.paths.session))),
  run: async (request) => {
    if ((await peer.handle(request)).status !== 200) throw new Error(`${peer.name}: not answered`)
  },
})

/** Every statement of a first sign-in, of a second one, of a session read, and of one without a cookie. */
export async function statementsFor(peer) {
  const [newcomer] = await returns(peer, 'plain', 1, () => 'newcomer')
  const isNew = await statementsOf(() => returning(peer)(newcomer))
  const [again] = await returns(peer, 'plain', 1, () => 'newcomer')
  const returned = await statementsOf(() => returning(peer)(again))
  const read = await statementsOf(() => peer.handle(peer.browser.request(peer.paths.session)))
  const nobody = await statementsOf(() => peer.handle(new Browser(peer.handle).request(peer.paths.session)))
  return { new: isNew, returning: returned, read, nobody }
}

export const textsOf = (statements) =>
  Object.fromEntries(Object.entries(statements).map(([of, list]) => [of, list.map(({ text }) => text)]))

/**
 * The adapters' own verb, and the same statement by the driver alone, as contestants. The first statement's first value is the key that
 * the peer's rows have.
 */
export function verbRows(peers, statements, { bare }) {
  const constant = (name, run) => ({
    name,
    prepare: (count) => Array.from({ length: count }, () => undefined),
    run: async () => {
      if (!(await run())) throw new Error(`${name}: not answered`)
    },
  })
  const ours = peers.find(({ name }) => name === 'ours')
  const withVerb = peers.filter((peer) => peer.settings?.adapter ?? peer.adapter)
  return [
    ...withVerb.map((peer) => {
      const adapter = peer.settings?.adapter ?? peer.adapter
      const key = statements.get(peer.name).read[0].values[0]
      return constant(peer.name, () => adapter.getSessionAndUser(key))
    }),
    ...(ours ? [constant('driver', bare(statements.get('ours').read[0]))] : []),
  ]
}
