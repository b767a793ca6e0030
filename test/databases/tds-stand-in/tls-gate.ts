import { connect, createServer, type Socket } from 'node:net'
import { Duplex } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { TLSSocket } from 'node:tls'
import { readMessages, sendAnswer } from './wire.js'

export interface TlsGate extends AsyncDisposable {
  readonly port: number
}

/** In front of the stand-in: takes encrypted connections only, and hands on what was in them. */
export async function startTlsGate(target: number, identity: { readonly key: string; readonly cert: string }): Promise<TlsGate> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('close', () => sockets.delete(socket))
    pass(socket, target, identity)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as { port: number }).port,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** MS-TDS §2.2.6.5: as the stand-in's own answer, but that there is encryption (1). */
const encrypted = Buffer.from([0, 0, 21, 0, 6, 1, 0, 27, 0, 1, 2, 0, 28, 0, 1, 4, 0, 29, 0, 1, 0xff, 16, 0, 0x10, 0, 0, 0, 1, 0, 0])

/** §3.3.5.3: the handshake goes in messages, one for one; when it is done, what is encrypted goes as it is. */
function pass(socket: Socket, target: number, identity: { readonly key: string; readonly cert: string }): void {
  let said: Buffer[] = []
  let shaking = true
  const line = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      if (shaking) said.push(chunk)
      else socket.write(chunk)
      done()
    },
  })
  const secure = new TLSSocket(line as Socket, { isServer: true, maxVersion: 'TLSv1.2', ...identity })
  let isSecure = false
  secure.on('secure', () => {
    isSecure = true
  })
  secure.on('error', () => socket.destroy())
  const onRaw = (chunk: Buffer): void => {
    line.push(chunk)
  }
  const answer = async (): Promise<void> => {
    while (said.length === 0 && !socket.destroyed) await wait(5)
    // It may come in several pieces.
    await wait(10)
    sendAnswer(socket, Buffer.concat(said))
    said = []
    if (!isSecure) return
    shaking = false
    socket.removeAllListeners('data')
    socket.on('data', onRaw)
    const behind = connect(target, '127.0.0.1')
    behind.on('error', () => socket.destroy())
    behind.on('close', () => socket.destroy())
    socket.on('close', () => behind.destroy())
    secure.pipe(behind).pipe(secure)
  }
  let isFirst = true
  readMessages(socket, ({ data }) => {
    if (isFirst) sendAnswer(socket, encrypted)
    else {
      line.push(data)
      void answer()
    }
    isFirst = false
  })
}
