/** Bytes of bundles: a server with one OAuth provider, and what a browser gets. */
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { bundle } from '../bundle.js'
import { withOurs } from '../peers/index.js'

const bench = fileURLToPath(new URL('..', import.meta.url))
const servers = {
  ours: "import { createAuth } from '../dist/engine/index.js'; import GitHub from '../dist/providers/github.js'; export const auth = createAuth({ providers: [GitHub] })",
  '@auth/core': "import { Auth } from '@auth/core'; import GitHub from '@auth/core/providers/github'; export const handle = (request) => Auth(request, { providers: [GitHub] })",
  'next-auth 5': "import NextAuth from 'next-auth-5'; import GitHub from 'next-auth-5/providers/github'; export const auth = NextAuth({ providers: [GitHub] })",
  'next-auth 4': "import NextAuth from 'next-auth-4'; import GitHub from 'next-auth-4/providers/github'; export default NextAuth({ providers: [GitHub({ clientId: '', clientSecret: '' })] })",
  'better-auth': "import { betterAuth } from 'better-auth'; export const auth = betterAuth({ socialProviders: { github: { clientId: '', clientSecret: '' } } })",
  'iron-session': "export { getIronSession } from 'iron-session'",
}
const clients = {
  ours: "export { useSession, signIn, signOut, SessionProvider } from '../dist/react/index.js'",
  'next-auth 5': "export { useSession, signIn, signOut, SessionProvider } from 'next-auth-5/react'",
  'next-auth 4': "export { useSession, signIn, signOut, SessionProvider } from 'next-auth-4/react'",
  'better-auth': "import { createAuthClient } from 'better-auth/react'; export const { useSession, signIn, signOut } = createAuthClient()",
}

export async function measure() {
  return { server: await sizesOf(servers, {}), client: await sizesOf(clients, { browser: true }) }
}

async function sizesOf(sources, how) {
  const sizes = {}
  for (const [name, source] of Object.entries(sources)) {
    if (name === 'ours' && !(withOurs() && isThere(source))) continue
    const { start, all, gzip, chunks } = await bundle({ source, from: bench, ...how })
    sizes[name] = { start, all, gzip, chunks }
  }
  return sizes
}

const isThere = (source) => [...source.matchAll(/'(\.\.\/dist[^']*)'/g)].every(([, path]) => existsSync(new URL(path, new URL('..', import.meta.url))))
