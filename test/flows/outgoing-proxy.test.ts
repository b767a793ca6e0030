import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { Agent } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { createAuth } from '../../src/engine/index.js'
import oidc from '../../src/providers/oidc.js'
import { type Identity, startIdentity } from '../identity.js'
import { type ForwardProxy, startProxy } from '../proxy.js'
import { secret } from '../site.js'
import { location, throughService, type Visitor, visitor } from '../visitor.js'

/** What docs/outgoing-calls.md promises, through a proxy that is one. */
let identity: Identity
let proxy: ForwardProxy
beforeAll(async () => {
  identity = await startIdentity()
})
afterAll(() => identity?.close())
beforeEach(async () => {
  proxy = await startProxy()
})
afterEach(() => proxy?.close())

const entry = () => ({
  id: 'idp',
  name: 'Identity',
  issuer: identity.issuer,
  clientId: 'next-app',
  clientSecret: 'next-app-secret-for-tests-only',
  dangerouslyAllowInsecureRequests: true,
})

/** Through the service and back; who is signed in then. */
async function signIn(someone: Visitor): Promise<string | undefined> {
  const back = await throughService(location(await someone.post('/signin/idp')))
  await someone.send(back.pathname + back.search)
  return (await someone.session())?.user.name
}

test("v4's `httpOptions.agent` carries every call of a sign-in", async () => {
  const agent = new Agent({ proxyEnv: { HTTP_PROXY: proxy.url } } as object)
  const auth = createAuth({ url: 'http://localhost:3000', secret, providers: [oidc({ ...entry(), httpOptions: { agent } })] })
  expect(await signIn(visitor(auth, 'http://localhost:3000'))).toBe('Ann Example')
  // The description, the tokens, the keys.
  expect(proxy.asked.length).toBeGreaterThanOrEqual(3)
  expect(new Set(proxy.asked)).toEqual(new Set([new URL(identity.issuer).host]))
})

test('a `fetch` beside an agent comes first, and an agent that reaches nobody lets nobody in', async () => {
  const agent = new Agent({ proxyEnv: { HTTP_PROXY: 'http://127.0.0.1:1' } } as object)
  const both = { httpOptions: { agent }, fetch: globalThis.fetch }
  const options = { url: 'http://localhost:3000', secret, logger: { error: () => {} } }
  expect(await signIn(visitor(createAuth({ ...options, providers: [oidc({ ...entry(), ...both })] }), options.url))).toBe('Ann Example')
  const lost = createAuth({ ...options, providers: [oidc({ ...entry(), httpOptions: { agent } })] })
  expect(location(await visitor(lost, options.url).post('/signin/idp')).searchParams.get('error')).toBe('OAuthSignin')
  expect(proxy.asked).toEqual([])
})

test('NODE_USE_ENV_PROXY and HTTP_PROXY, without a word in the configuration', async () => {
  if (!existsSync(join(root, 'dist/engine/index.js'))) execFileSync(process.execPath, [join(root, 'tools/build.js')])
  const { origin, stop } = await serve({ NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy.url })
  try {
    const web = { handle: (request: Request): Promise<Response> => fetch(request, { redirect: 'manual' }) }
    expect(await signIn(visitor(web, origin))).toBe('Ann Example')
    expect(new Set(proxy.asked)).toEqual(new Set([new URL(identity.issuer).host]))
  } finally {
    stop()
  }
})

const root = join(import.meta.dirname, '../..')

/** The library as it is built, in a process with variables of its own. */
async function serve(variables: Record<string, string>): Promise<{ origin: string; stop: () => void }> {
  const door = (path: string): string => JSON.stringify(pathToFileURL(join(root, 'dist', path)).href)
  const script = `
import { createServer } from 'node:http'
import { createAuth } from ${door('engine/index.js')}
import oidc from ${door('providers/oidc.js')}
const auth = createAuth({ secret: ${JSON.stringify(secret)}, trustHost: true, providers: [oidc(${JSON.stringify(entry())})] })
createServer(async (incoming, outgoing) => {
  const body = Buffer.concat(await Array.fromAsync(incoming))
  const request = new Request('http://localhost' + incoming.url, { method: incoming.method, headers: incoming.headers, ...(body.length > 0 && { body }) })
  const answer = await auth.handle(request)
  outgoing.writeHead(answer.status, [...answer.headers].flat())
  outgoing.end(await answer.text())
}).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`
  const child: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], { env: { ...process.env, ...variables } })
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (line) => resolve(String(line).trim()))
    child.stderr?.once('data', (line) => reject(new Error(String(line))))
  })
  return { origin: `http://localhost:${port}`, stop: () => child.kill() }
}
