import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A service that speaks OAuth 2 to anybody, by http on this machine. */
export async function openService(): Promise<AsyncDisposable & { readonly base: string }> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const body = request.url?.startsWith('/token')
        ? { access_token: 'at', refresh_token: 'rt', token_type: 'bearer', expires_in: 3600, scope: 'read' }
        : { id: '7', name: 'Ann', email: 'ann@service.example' }
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
