import { createServer, type IncomingMessage, request } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'

export interface ForwardProxy {
  readonly url: string
  /** Where it was asked to go: `localhost:8080`, once for each connection or request. */
  readonly asked: string[]
  close(): Promise<void>
}

/** A proxy as companies have it: tunnels by `CONNECT` (RFC 9110 §9.3.6), and forwards what comes with a whole address. */
export async function startProxy(): Promise<ForwardProxy> {
  const asked: string[] = []
  const server = createServer((incoming, outgoing) => {
    const { host } = new URL(incoming.url ?? '')
    asked.push(host)
    const onward = request(incoming.url ?? '', { method: incoming.method, headers: incoming.headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.writeHead(502).end())
    incoming.pipe(onward)
  })
  server.on('connect', ({ url = '' }: IncomingMessage, socket: Socket, head: Buffer) => {
    asked.push(url)
    const { hostname, port } = new URL(`http://${url}`)
    const onward = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
      onward.write(head)
      onward.pipe(socket).pipe(onward)
    })
    socket.on('error', () => onward.destroy())
    onward.on('error', () => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
