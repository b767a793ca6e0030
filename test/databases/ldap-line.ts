// What stands where a directory should: silence, noise, and somebody on the way.
import { createConnection, createServer, type Socket } from 'node:net'

export interface Line extends AsyncDisposable {
  /** `ldap://address:port` */
  readonly url: string
  /** How many have connected since it was made. */
  connected(): number
  /** How many are connected now. */
  open(): number
  cut(): void
}

/** A listener of this machine that does to every connection what it is told to. */
export async function listenAs(treat: (socket: Socket) => void, address = '127.0.0.1'): Promise<Line> {
  const sockets = new Set<Socket>()
  let connected = 0
  const server = createServer((socket) => {
    connected += 1
    sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    treat(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, address, resolve))
  const { port } = server.address() as { port: number }
  return {
    url: `ldap://${address}:${port}`,
    connected: () => connected,
    open: () => sockets.size,
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    async [Symbol.asyncDispose]() {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

/** Accepts, reads, and never says a word. */
export const silent = (socket: Socket): void => void socket.resume()

/** Answers whatever is asked with the octets. */
export const saying =
  (...octets: readonly number[]) =>
  (socket: Socket): void =>
    void socket.on('data', () => socket.write(Uint8Array.from(octets)))

/** Hears one question and hangs up. */
export const hangingUp = (socket: Socket): void => void socket.on('data', () => socket.destroy())

/** `LDAPMessage` of RFC 4511 §4.2.2, a bind's answer, of this id and this result. */
export const bindAnswer = (id: number, result: number): number[] => [0x30, 12, 2, 1, id, 0x61, 7, 10, 1, result, 4, 0, 4, 0]

/** Says yes to StartTLS, and then nothing that is TLS. */
export const halfTls = (socket: Socket): void => void socket.once('data', () => socket.write(Uint8Array.from(startTlsAnswer)))

const startTlsAnswer = [0x30, 12, 2, 1, 2, 0x78, 7, 10, 1, 0, 4, 0, 4, 0]

/** Passes everything on. */
export function relaying(port: number): (socket: Socket) => void {
  return (near) => {
    const far = createConnection(port, '127.0.0.1')
    far.on('error', () => near.destroy())
    near.pipe(far).pipe(near)
  }
}

/**
 * Between a client and a directory: lets both speak TLS to each other, and puts the beginning of a message in front of it. The message
 * is a success of a bind; its last value takes up the 14 octets of the true answer, which comes by TLS.
 */
export function injecting(port: number): (socket: Socket) => void {
  const forged = [0x30, 26, 2, 1, 3, 0x61, 21, 10, 1, 0, 4, 0, 4, 14]
  return (near) => {
    const far = createConnection(port, '127.0.0.1')
    far.on('error', () => near.destroy())
    near.on('close', () => far.destroy())
    far.on('close', () => near.destroy())
    near.once('data', (question) => {
      far.write(question)
      far.once('data', (answer) => {
        near.write(Buffer.concat([answer, Uint8Array.from(forged)]))
        near.pipe(far)
        far.pipe(near)
      })
    })
  }
}
