import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'

/** A site whose auth routes speak the wire of the engine, and do wrong on demand. */
export interface Site extends AsyncDisposable {
  readonly origin: string
  /** `METHOD /path` of every request to an auth route, oldest first. */
  readonly asked: string[]
  /** Fields of the forms and the JSON that arrived, oldest first. */
  readonly posted: Record<string, unknown>[]
  /** Called before a route answers; may wait, and may answer itself by returning true. */
  before: (action: string, response: ServerResponse) => Promise<boolean> | boolean
  /** How often the session was asked for. */
  reads(): number
}

const root = join(import.meta.dirname, '..', '..')

/** Serves one page, whose script is `script`: `next-auth/react` and `next-auth/client` lead to the sources. */
export async function openSite(script: string, { basePath = '/api/auth', html = '<div id="root"></div>' } = {}): Promise<Site> {
  const code = await bundle(script)
  const asked: string[] = []
  const posted: Record<string, unknown>[] = []
  const users = new Map<string, string>()
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site.invalid')
    if (pathname === '/script.js') return void response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(code)
    if (!pathname.startsWith(`${basePath}/`)) {
      const page = `<!doctype html><title>Site</title>${html}<script type="module" src="/script.js"></script>`
      return void response.writeHead(200, { 'Content-Type': 'text/html' }).end(page)
    }
    const action = pathname.slice(basePath.length + 1)
    asked.push(`${request.method} ${action}`)
    const fields = request.method === 'POST' ? await readFields(request) : {}
    if (request.method === 'POST') posted.push(fields)
    if (await site.before(action, response)) return
    answer({ request, response, action, fields, users, origin: site.origin, basePath })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const site: Site = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    posted,
    before: () => false,
    reads: () => asked.filter((one) => one === 'GET session').length,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
  return site
}

interface Asked {
  request: IncomingMessage
  response: ServerResponse
  action: string
  fields: Record<string, unknown>
  users: Map<string, string>
  origin: string
  basePath: string
}

const providers = {
  password: { id: 'password', name: 'Password', type: 'credentials' },
  email: { id: 'email', name: 'Email', type: 'email' },
  service: { id: 'service', name: 'Service', type: 'oauth' },
}

function answer({ request, response, action, fields, users, origin, basePath }: Asked): void {
  const cookies = Object.fromEntries((request.headers.cookie ?? '').split('; ').map((pair) => pair.split('=')))
  const json = (body: unknown, status = 200, cookie?: string) =>
    response
      .writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store', ...(cookie ? { 'Set-Cookie': cookie } : {}) })
      .end(JSON.stringify(body))
  const name = users.get(cookies.session)
  if (action === 'providers') json(providers)
  else if (action === 'csrf') {
    const token = cookies.csrf ?? randomUUID()
    json({ csrfToken: token }, 200, cookies.csrf ? undefined : `csrf=${token}; Path=/; HttpOnly`)
  } else if (action === 'session' && request.method === 'GET') json(sessionOf(name))
  else if (request.method !== 'POST') response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><h1>Choose</h1>')
  else if (fields.csrfToken !== cookies.csrf)
    json(action === 'session' ? { error: 'MissingCSRF' } : { url: `${origin}${basePath}/signin?error=MissingCSRF` }, 403)
  else if (action === 'session') {
    users.set(cookies.session, String((fields.data as { name: string }).name))
    json(sessionOf(users.get(cookies.session)))
  } else if (action === 'signout') {
    users.delete(cookies.session)
    json({ url: fields.callbackUrl }, 200, 'session=; Path=/; Max-Age=0')
  } else if (action === 'callback/password' && fields.password !== 'right')
    json({ url: `${origin}${basePath}/signin?error=CredentialsSignin&code=locked` }, 401)
  else if (action === 'callback/password') {
    const id = randomUUID()
    users.set(id, String(fields.username))
    json({ url: fields.callbackUrl }, 200, `session=${id}; Path=/; HttpOnly`)
  } else if (action === 'signin/email') json({ url: `${origin}${basePath}/verify-request` })
  else json({ url: `${origin.replace('127.0.0.1', 'localhost')}/elsewhere?state=1` })
}

function sessionOf(name: string | undefined): unknown {
  return name === undefined ? null : { user: { name }, expires: '2030-01-01T00:00:00.000Z' }
}

async function readFields(request: IncomingMessage): Promise<Record<string, unknown>> {
  let text = ''
  for await (const chunk of request) text += chunk
  if (request.headers['content-type'] === 'application/json') return JSON.parse(text)
  return Object.fromEntries(new URLSearchParams(text))
}

async function bundle(script: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: root, loader: 'tsx', sourcefile: 'page.tsx' },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    jsx: 'automatic',
    define: { 'process.env.NODE_ENV': '"production"' },
    alias: { 'next-auth/react': join(root, 'src/react/index.ts'), 'next-auth/client': join(root, 'src/client/index.ts') },
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
