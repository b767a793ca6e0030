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
export const peerNames = Object.keys(loaders)
/** Where providers are only named, nobody calls this one. */
export const nowhere = 'https://id.example.com'

export async function createPeer(name, world = {}) {
  return (await loaders[name]()).create({ provider: nowhere, ...world })
}

/** Ours, in the forms that exist: the engine, the engine with encrypted tokens, the root door. */
export async function createOurs(world = {}, { encrypted = false, next = false } = {}) {
  const { create, createNext } = await import('./ours.js')
  const all = { provider: nowhere, ...world }
  if (process.env.BENCH_WITHOUT === 'ours' || !isBuilt()) return []
  return [await create(all), ...(encrypted ? [await create({ ...all, encryption: true })] : []), ...(next && isBuilt('next/index.js') ? [await createNext(all)] : [])]
}
