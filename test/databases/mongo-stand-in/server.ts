// A stand-in for MongoDB: it speaks the wire protocol (OP_MSG), so that our code runs through the real driver on machines that have no
// `mongod`. It is NOT MongoDB: it was written from MongoDB's documentation, keeps everything in memory and knows only what next-auth
// asks for. What it does not know it refuses. With `MONGODB_URL` the same cases run on the real server, and only that proves them.
import { createServer, type Server, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { createSessions } from './sessions.js'
import { type Request, takeRequests, writeReply } from './wire.js'

export interface StandInOptions {
  /** A replica set of one has transactions; a single server has none. */
  readonly kind: 'replica set' | 'standalone'
  /** Taken if free; otherwise the system chooses. */
  readonly port?: number
  /** Who may in, and by which password. Without it everybody may. */
  readonly passwords?: ReadonlyMap<string, string>
  /** What it does not know: `lookup`, `transactions`, or the name of an option of an index. */
  readonly lacks?: readonly string[]
  readonly tls?: { readonly key: string | Buffer; readonly cert: string | Buffer }
}

/** What happens to a command: nothing special, a connection that is cut before or after it is done, or an answer of its own. */
export type Fault = 'cut' | 'cut after' | { readonly wait: number } | { readonly fail: Readonly<Record<string, unknown>> } | undefined

export interface StandIn {
  readonly url: string
  readonly port: number
  /** Asked before each command of a client; not for the driver's own greetings. */
  fault: (name: string, body: Readonly<Record<string, unknown>>) => Fault
  /** Names of the commands that came, greetings left out. */
  readonly log: string[]
  /** Connections that are open. */
  connections(): number
  /** What a server does a minute after a client has vanished: undoes the transactions that it left open. */
  reap(): void
  /** What the housekeeping thread does: removes what TTL indexes call expired. */
  expire(now: number): number
  stop(): Promise<void>
  /** On the same port, with what it had. */
  start(): Promise<void>
}

export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const sockets = new Set<Socket>()
  const sessions = createSessions(options)
  let server: Server | undefined
  let port = options.port ?? 0
  const standIn: StandIn = {
    get url() {
      return `mongodb://127.0.0.1:${port}/`
    },
    get port() {
      return port
    },
    fault: () => undefined,
    log: [],
    connections: () => sockets.size,
    reap: () => sessions.reap(),
    expire: (now) => sessions.storage.expire(now),
    async start() {
      const connected = (socket: Socket): void => serve(socket, standIn, sessions, sockets)
      server = options.tls ? createTlsServer(options.tls, connected) : createServer({ noDelay: true }, connected)
      server.on('tlsClientError', () => undefined)
      await new Promise<void>((resolve, reject) => server?.once('error', reject).listen(port, '127.0.0.1', resolve))
      const address = server.address()
      if (typeof address === 'object' && address) port = address.port
      sessions.host = `127.0.0.1:${port}`
    },
    async stop() {
      const closed = new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
      server = undefined
    },
  }
  await standIn.start()
  return standIn
}

type Sessions = ReturnType<typeof createSessions>

const greetings = new Set(['hello', 'ismaster', 'isMaster', 'saslStart', 'saslContinue', 'endSessions'])

function serve(socket: Socket, standIn: StandIn, sessions: Sessions, sockets: Set<Socket>): void {
  let buffer: Buffer = Buffer.alloc(0)
  const client = sessions.connect()
  sockets.add(socket)
  socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)
  socket.on('data', (data) => {
    const { requests, rest } = takeRequests(Buffer.concat([buffer, data]))
    buffer = rest
    for (const request of requests) void answer(socket, request, standIn, client)
  })
}

async function answer(socket: Socket, request: Request, standIn: StandIn, client: ReturnType<Sessions['connect']>): Promise<void> {
  const name = Object.keys(request.command)[0] ?? ''
  const own = greetings.has(name)
  if (!own) standIn.log.push(name)
  const fault = own ? undefined : standIn.fault(name, request.command)
  if (fault === 'cut') {
    socket.destroy()
    return
  }
  if (typeof fault === 'object' && 'wait' in fault) await new Promise((resolve) => setTimeout(resolve, fault.wait))
  const reply = typeof fault === 'object' && 'fail' in fault ? { ok: 0, ...fault.fail } : await client.run(name, request.command)
  if (fault === 'cut after') socket.destroy()
  else if (!socket.destroyed && !request.silent) socket.write(writeReply(request, reply))
}
