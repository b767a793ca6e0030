// A page in a real browser, with the client of one generation or with ours, and our routes behind it.
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'
import type { Browser, Page } from 'playwright-core'
import { createAuth } from '../../src/engine/index.js'
import { toRequest } from '../../src/next/pages.js'
import { launch } from '../chromium.js'
import { credentials, service } from './beside.js'
import { laboratory, secret } from './published.js'
import { openService } from './service.js'

const root = join(import.meta.dirname, '../..')

const modules = {
  react: join(root, 'src/react/index.ts'),
  client: join(root, 'src/client/index.ts'),
  v3: join(laboratory, 'next-auth-3/dist/client/index.js'),
  v4: join(laboratory, 'next-auth-4/react/index.js'),
  v5: join(laboratory, 'next-auth-5/react.js'),
} as const

export type Client = keyof typeof modules

/** By the page's query: `props` is what the provider gets, `use` what `useSession` gets, `alone` leaves the provider out. */
const scriptOf = (client: Client): string => `
  import { createRoot } from 'react-dom/client'
  import * as auth from ${JSON.stringify(modules[client])}
  const query = new URLSearchParams(location.search)
  const use = query.has('use') ? JSON.parse(query.get('use')) : undefined
  if (use?.onUnauthenticated) use.onUnauthenticated = () => window.seen.push('nobody there')
  Object.assign(window, { auth, seen: [] })
  function Who() {
    const answer = auth.useSession(use)
    const [data, loading] = Array.isArray(answer) ? answer : [answer.data, answer.status === 'loading']
    window.update = answer.update
    const text = (Array.isArray(answer) ? (loading ? 'loading' : data ? 'authenticated' : 'unauthenticated') : answer.status) + ':' + (data?.user?.name ?? '')
    if (window.seen.at(-1) !== text) window.seen.push(text)
    return <p id="who">{text}</p>
  }
  const Provider = auth.SessionProvider ?? auth.Provider
  createRoot(document.getElementById('root')).render(
    query.has('alone') ? <Who /> : <Provider {...JSON.parse(query.get('props') ?? '{}')}><Who /></Provider>,
  )
`

export interface Stage extends AsyncDisposable {
  readonly origin: string
  /** A new visitor's page. */
  open(client: Client, query?: Record<string, unknown>): Promise<Page>
  /** `METHOD path` of what the routes were asked. */
  readonly asked: string[]
}

export async function openStage(): Promise<Stage> {
  const browser: Browser = await launch()
  const remote = await openService()
  const context = await browser.newContext()
  context.setDefaultTimeout(10_000)
  const scripts = new Map<string, Promise<string>>()
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x')
    const [, client = ''] = /^\/(\w+)\.js$/.exec(pathname) ?? []
    if (client in modules) {
      const code = scripts.get(client) ?? bundle(scriptOf(client as Client))
      scripts.set(client, code)
      return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(await code)
    }
    const [, shown] = /^\/as-(\w+)$/.exec(pathname) ?? []
    if (!pathname.startsWith('/api/auth/')) return void response.writeHead(200, { 'content-type': 'text/html' }).end(html(shown))
    asked.push(`${request.method} ${pathname.slice('/api/auth/'.length)}`)
    await send(await auth.handle(toRequest(request as never)), response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const auth = createAuth({
    url: origin,
    basePath: '/api/auth',
    secret,
    providers: [credentials(), service(remote.base)] as never,
    callbacks: { jwt: ({ token, trigger, session }) => (trigger === 'update' ? { ...token, ...(session as object) } : token) },
    logger: { error: () => {}, warn: () => {}, debug: () => {} },
  })
  return {
    origin,
    asked,
    async open(client, query = {}) {
      await context.clearCookies()
      const page = await context.newPage()
      const words = Object.entries(query).map(([name, value]) => [name, JSON.stringify(value)])
      await page.goto(`${origin}/as-${client}?${new URLSearchParams(words)}`)
      await page.waitForFunction(() => 'auth' in window || !location.pathname.startsWith('/as-'))
      return page
    },
    async [Symbol.asyncDispose]() {
      await browser.close()
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await remote[Symbol.asyncDispose]()
    },
  }
}

const html = (client = 'none'): string =>
  `<!doctype html><title>Site</title><script>process = { env: {} }</script><div id="root"></div><script type="module" src="/${client}.js"></script>`

async function send(answer: Response, response: ServerResponse): Promise<void> {
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value)
  const lines = answer.headers.getSetCookie()
  if (lines.length > 0) response.setHeader('set-cookie', lines)
  response.writeHead(answer.status).end(await answer.text())
}

async function bundle(script: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: root, loader: 'tsx', sourcefile: 'page.tsx' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    plugins: [
      {
        name: 'sources',
        setup: ({ onResolve }) => {
          onResolve({ filter: /^\.\.?\/.*\.js$/ }, ({ path, importer }) =>
            importer.startsWith(join(root, 'src')) ? { path: join(importer, '..', path.replace(/\.js$/, '.ts')) } : undefined,
          )
        },
      },
    ],
  })
  return outputFiles[0]?.text ?? ''
}
