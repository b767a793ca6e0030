/** Everybody who is asked. A peer that cannot be loaded stops the run: a comparison with a gap is none. */
import { isBuilt } from './ours.js'

const loaders = {
  raw: () => import('./raw.js'),
  floor: () => import('./floor.js'),
  '@auth/core': () => import('./auth-core.js'),
  'next-auth 5': () => import('./next-auth-5.js'),
  'next-auth 4': () => import('./next-auth-4.js'),
  'better-auth': () => import('./better-auth.js'),
  'iron-session': () => import('./iron-session.js'),
}
/** Those that come with the repository; the others are installed for the comparison. */
export const alwaysThere = ['raw', 'floor']
/** Where providers are only named, nobody calls this one. */
const nowhere = 'https://id.example.com'

export async function createPeer(name, world = {}) {
  return (await loaders[name]()).create({ provider: nowhere, ...world })
}

/**
 * Those of `names` that this run asks, then ours in the forms that exist.
 * @param {{ names?: string[], world?: (name: string) => object, encrypted?: boolean, next?: boolean }} wanted
 */
export async function everybody({ names = Object.keys(loaders), world = () => ({}), encrypted = false, next = false } = {}) {
  const asked = process.env.BENCH_ONLY === 'ours' ? names.filter((name) => alwaysThere.includes(name)) : names
  const peers = []
  for (const name of asked) peers.push(await createPeer(name, world(name)))
  return [...peers, ...(await createOurs(world('ours'), { encrypted, next }))]
}

/** The engine, the engine with encrypted tokens, the root door. */
export async function createOurs(world = {}, { encrypted = false, next = false } = {}) {
  if (!withOurs()) return []
  const { create, createNext } = await import('./ours.js')
  const all = { provider: nowhere, ...world }
  return [
    await create(all),
    ...(encrypted ? [await create({ ...all, encryption: true })] : []),
    ...(next && isBuilt('next/index.js') ? [await createNext(all)] : []),
  ]
}

/** Whether ours is built, and was not left out by name. */
export const withOurs = (path) => process.env.BENCH_ONLY !== 'peers' && isBuilt(path)
