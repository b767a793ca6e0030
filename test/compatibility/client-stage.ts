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
import type { Generation } from './table.js'

const root = join(import.meta.dirname, '../..')
const at = (path: string): string => JSON.stringify(path.startsWith('src') ? join(root, path) : join(laboratory, path))

/** `?client=` names whose; `?props=` is what the provider gets, `?use=` what `useSession` gets. */
const script = `
  import { createRoot } from 'react-dom/client'
  import * as react from ${at('src/react/index.ts')}
  import * as client from ${at('src/client/index.ts')}
  import * as v3 from ${at('next-auth-3/dist/client/index.js')}
  import * as v4 from ${at('next-auth-4/react/index.js')}
  import * as v5 from ${at('next-auth-5/react.js')}
  const query = new URLSearchParams(location.search)
  const auth = { react, client, v3, v4, v5 }[query.get('client')]
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
  const who = <Who />
  createRoot(document.getElementById('root')).render(
    query.has('alone') ? who : <Provider {...JSON.parse(query.get('props') ?? '{}')}>{who}</Provider>,
  )
`

export interface Stage extends AsyncDisposable {
  readonly origin: string
  /** A new visitor's page. */
  open(whose: Generation | 'react' | 'client', query?: Record<string, unknown>): Promise<Page>
  /** `METHOD path` of what the routes were asked. */
  readonly asked: string[]
}

export async function openStage(): Promise<Stage> {
  const browser: Browser = await launch()
  const remote = await openService()
  const code = await bundle()
  const asked: string[] = []
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://x')
    if (pathname === '/script.js') return void response.writeHead(200, { 'content-type': 'text/javascript' }).end(code)
    if (!pathname.startsWith('/api/auth/')) return void response.writeHead(200, { 'content-type': 'text/html' }).end(html)
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
    async open(whose, query = {}) {
      const context = await browser.newContext()
      const page = await context.newPage()
      const words = Object.entries(query).map(([name, value]) => [name, JSON.stringify(value)])
      await page.goto(`${origin}/?${new URLSearchParams([['client', whose], ...words])}`)
      await page.waitForFunction(() => 'auth' in window)
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

const html =
  '<!doctype html><title>Site</title><script>process = { env: {} }</script><div id="root"></div><script type="module" src="/script.js"></script>'

async function send(answer: Response, response: ServerResponse): Promise<void> {
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value)
  const lines = answer.headers.getSetCookie()
  if (lines.length > 0) response.setHeader('set-cookie', lines)
  response.writeHead(answer.status).end(await answer.text())
}

async function bundle(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: root, loader: 'tsx', sourcefile: 'page.tsx' },
    bundle: true,
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
