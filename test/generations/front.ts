import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Certificate } from '../../tools/services/contract.js'

/** What stands before an application: its origin stays while the application behind is another. */
export interface Front {
  readonly origin: string
  /** @param port where the application is now */
  leadTo(port: number): void
  close(): Promise<void>
}

/** @param certificate makes it speak https, and end that here, as load balancers do */
export async function openFront(certificate?: Certificate): Promise<Front> {
  const scheme = certificate ? 'https' : 'http'
  let behind = 0
  const pass = (incoming: IncomingMessage, answer: ServerResponse): void => {
    const headers = { ...incoming.headers, 'x-forwarded-proto': scheme, 'x-forwarded-host': incoming.headers.host }
    const onward = request({ host: 'localhost', port: behind, path: incoming.url, method: incoming.method, headers }, (outcome) => {
      answer.writeHead(outcome.statusCode ?? 502, outcome.rawHeaders)
      outcome.pipe(answer)
    })
    // Between two applications nobody answers.
    onward.on('error', () => answer.destroy())
    incoming.pipe(onward)
  }
  const server = certificate
    ? createSecureServer({ cert: readFileSync(certificate.cert), key: readFileSync(certificate.key) }, pass)
    : createServer(pass)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `${scheme}://localhost:${(server.address() as AddressInfo).port}`,
    leadTo(port) {
      behind = port
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
