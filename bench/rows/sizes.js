/** Bytes of bundles, by the same tool that holds ours to its budgets: a server with one OAuth provider, and what a browser gets. */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundle } from '../../tools/size/bundle.js'
import { withOurs } from '../peers/index.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const bench = fileURLToPath(new URL('..', import.meta.url))
// A peer that imports Kysely without being asked for a database brings it along; ours loads it for one that asks.
const budgets = JSON.parse(readFileSync(new URL('../../tools/budgets.json', import.meta.url), 'utf8'))
const external = budgets.external.packages

const servers = {
  ours: budgets.server.entry,
  '@auth/core':
    "import { Auth } from '@auth/core'; import GitHub from '@auth/core/providers/github'; export const handle = (request) => Auth(request, { providers: [GitHub] })",
  'next-auth 5':
    "import NextAuth from 'next-auth-5'; import GitHub from 'next-auth-5/providers/github'; export const { handlers, auth, signIn, signOut } = NextAuth({ providers: [GitHub] })",
  'next-auth 4':
    "import NextAuth from 'next-auth-4'; import GitHub from 'next-auth-4/providers/github'; export default NextAuth({ providers: [GitHub({ clientId: '', clientSecret: '' })] })",
  'better-auth':
    "import { betterAuth } from 'better-auth'; export const auth = betterAuth({ socialProviders: { github: { clientId: '', clientSecret: '' } } })",
  'iron-session': "export { getIronSession } from 'iron-session'",
}
const clients = {
  ours: `export { ${budgets.client.names.join(', ')} } from '${budgets.client.door}'`,
  'next-auth 5': "export { useSession, signIn, signOut, SessionProvider } from 'next-auth-5/react'",
  'next-auth 4': "export { useSession, signIn, signOut, SessionProvider } from 'next-auth-4/react'",
  'better-auth': "import { createAuthClient } from 'better-auth/react'; export const { useSession, signIn, signOut } = createAuthClient()",
}

export async function measure() {
  return { 'bundle-server': await sizesOf(servers, 'node'), 'bundle-client': await sizesOf(clients, 'browser') }
}

async function sizesOf(sources, platform) {
  const sizes = {}
  for (const [name, source] of Object.entries(sources)) {
    const ours = name === 'ours'
    if (ours ? !withOurs('next/index.js') || !existsSync(`${root}/dist/react/index.js`) : process.env.BENCH_ONLY === 'ours') continue
    const chunks = await bundle(ours ? root : bench, source, ours ? external : external.filter((one) => one !== 'kysely'), platform)
    const sum = (list, key) => list.reduce((total, chunk) => total + chunk[key], 0)
    const start = chunks.filter((chunk) => chunk.start)
    sizes[name] = { start: sum(start, 'bytes'), all: sum(chunks, 'bytes'), gzip: sum(start, 'gzip'), chunks: chunks.length }
  }
  return sizes
}
