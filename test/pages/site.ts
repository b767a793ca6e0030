import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Look, type Page, renderPage } from '../../src/pages/render.js'

export interface Posted {
  readonly path: string
  readonly fields: Readonly<Record<string, string>>
}

export interface Site extends AsyncDisposable {
  readonly origin: string
  /** Forms that arrived, oldest first. */
  readonly posted: Posted[]
  /** Makes a page to be seen at `/shown/<name>`. */
  show(name: string, page: Page, look: Look): string
  /** Where a POST or GET to a path leads: 303 to a URL. Without one a POST answers with a plain page. */
  readonly redirects: Map<string, string>
}

const logo =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40"><rect width="40" height="40" rx="10" fill="#0f766e"/><path d="M10 28 20 10l10 18z" fill="#fff"/><rect x="52" y="13" width="68" height="14" rx="7" fill="#7aa8a3"/></svg>'
const acme = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><circle cx="12" cy="12" r="11" fill="#e11d48"/></svg>'

/** Serves rendered pages as the engine does, with their policy in the header. */
export async function openSite(): Promise<Site> {
  const shown = new Map<string, { page: Page; look: Look }>()
  const posted: Posted[] = []
  const redirects = new Map<string, string>()
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://site.invalid')
    if (request.method === 'POST') posted.push({ path: pathname, fields: await readForm(request) })
    // No content: whoever was on the way there stays where they are, to be looked at.
    if (pathname === '/held') return void response.writeHead(204).end()
    const target = redirects.get(pathname)
    if (target !== undefined) return void response.writeHead(303, { Location: target }).end()
    if (pathname.endsWith('.svg'))
      return void response.writeHead(200, { 'Content-Type': 'image/svg+xml' }).end(pathname === '/logo.svg' ? logo : acme)
    const one = shown.get(pathname)
    return one
      ? send(response, one)
      : void response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Arrived</title><h1>Arrived</h1>')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const show = (name: string, page: Page, look: Look) => {
    shown.set(`/shown/${name}`, { page, look })
    return `${origin}/shown/${name}`
  }
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { origin, posted, redirects, show, [Symbol.asyncDispose]: close }
}

function send(response: ServerResponse, { page, look }: { page: Page; look: Look }): void {
  const { html, csp, status } = renderPage(page, look)
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': csp, 'Cache-Control': 'private, no-store' }
  response.writeHead(status, headers).end(html)
}

async function readForm(request: IncomingMessage): Promise<Record<string, string>> {
  let body = ''
  for await (const chunk of request) body += chunk
  return Object.fromEntries(new URLSearchParams(body))
}
