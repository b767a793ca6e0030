// A stand-in for SQL Server, and no more than that: it speaks TDS 7.4 as far as `tedious` speaks it with us, and does what it is told on
// `node:sqlite`. It refuses, loudly, whatever it does not know. What holds here shows that our side keeps to the protocol and that the
// adapter's cases pass through the real driver; how SQL Server locks, plans and collates it cannot show. MSSQL_URL runs the same cases
// on a real server.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readBatch, readCall, readLogin, readTransaction } from './requests.js'
import { type Answer, openStore, type Session, TsqlError } from './store.js'
import { done, failed, loginAccepted, returned, rowsOf, transactionBegun, transactionEnded } from './tokens.js'
import { type Message, messageTypes, readMessages, sendAnswer } from './wire.js'

/** What goes wrong with a statement. `cut`: before it runs; `cut after`: before it answers; `half`: it stops in the middle of answering. */
export type Fault = 'cut' | 'cut after' | 'half' | TsqlError

export interface TdsServer extends AsyncDisposable {
  readonly port: number
  /** With a user and a password that it takes, and the only database it has. */
  readonly url: string
  /** What it did not understand. Anything in here fails a test. */
  readonly surprises: readonly string[]
  /** Statements that came in, oldest first. */
  readonly heard: readonly string[]
  /** How each of those that have parameters declared them. */
  readonly declared: readonly string[]
  /** Asked before each statement; a transaction's `begin` and `commit` count as statements of that text. */
  fault: (text: string) => Fault | undefined
  connections(): number
  /** Ends all connections without a word. */
  cut(): void
  /** Nobody listens any more, the data stays. */
  stop(): Promise<void>
  start(): Promise<void>
}

const user = { name: 'next_auth', password: 'p@ss/w?rd', database: 'auth' }

export async function startTdsServer(): Promise<TdsServer> {
  const folder = mkdtempSync(join(tmpdir(), 'next-auth-tds-'))
  const store = openStore(join(folder, 'data.db'))
  const sockets = new Set<Socket>()
  const notes: Notes = { surprises: [], heard: [], declared: [] }
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    serve(socket, store.session(), made, notes)
  })
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve))
  const made: TdsServer = {
    get port() {
      return port
    },
    get url() {
      return `mssql://${user.name}:${encodeURIComponent(user.password)}@127.0.0.1:${port}/${user.database}?encrypt=false`
    },
    ...notes,
    fault: () => undefined,
    connections: () => sockets.size,
    cut() {
      for (const socket of sockets) socket.destroy()
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve))
      made.cut()
      await closed
    },
    start: () => listen(port),
    async [Symbol.asyncDispose]() {
      if (server.listening) await made.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  return made
}

function serve(socket: Socket, session: Session, server: TdsServer, notes: Notes): void {
  const state: State = { transaction: 0n }
  let last = Promise.resolve()
  socket.setNoDelay(true)
  socket.on('error', () => {})
  socket.on('close', () => {
    void last.finally(() => session.close())
  })
  readMessages(socket, (message) => {
    last = last.then(async () => {
      try {
        await answer(socket, message, state, session, server, notes)
      } catch (error) {
        if (!socket.destroyed) notes.surprises.push(String(error))
        socket.destroy()
      }
    })
  })
}

interface Notes {
  readonly surprises: string[]
  readonly heard: string[]
  readonly declared: string[]
}

interface State {
  /** The one that the connection is in; 0 for none. */
  transaction: bigint
}

async function answer(
  socket: Socket,
  { type, data }: Message,
  state: State,
  session: Session,
  server: TdsServer,
  notes: Notes,
): Promise<void> {
  if (type === messageTypes.prelogin) return sendAnswer(socket, prelogin)
  if (type === messageTypes.login) return sendAnswer(socket, loginAnswer(data))
  if (type === messageTypes.batch) {
    const other = readBatch(data)
      .split('\n')
      .find((line) => !/^set [a-z_ ]+(on|off|\d+|mdy|us_english|committed)$/.test(line))
    if (other !== undefined) throw new Error(`a batch that is not of settings: ${other}`)
    return sendAnswer(socket, done(0xfd, {}))
  }
  const isCall = type === messageTypes.rpc
  if (!isCall && type !== messageTypes.transaction) throw new Error(`a message of type ${type}`)
  const request = isCall ? readCall(data) : { ...readTransaction(data), parameters: [] }
  const text = 'text' in request ? request.text : request.word
  if (request.transaction !== state.transaction) throw new Error(`${text} for another transaction than the one that is open`)
  notes.heard.push(text)
  if (request.parameters.length > 0 && 'declared' in request) notes.declared.push(request.declared)
  const fault = server.fault(text)
  if (fault === 'cut') return void socket.destroy()
  const made = await ('text' in request
    ? callAnswer(session, request, state, fault)
    : transactionAnswer(session, request.word, request.level, state, fault))
  if (fault === 'cut after') return void socket.destroy()
  sendAnswer(socket, fault === 'half' ? made.subarray(0, made.length - 4) : made, fault !== 'half')
}

async function callAnswer(session: Session, call: ReturnType<typeof readCall>, state: State, fault: Fault | undefined): Promise<Buffer> {
  try {
    if (fault instanceof TsqlError) throw fault
    const { columns, rows, count }: Answer = await session.run(call.text, call.parameters)
    const table = columns ? [rowsOf(columns, rows)] : []
    return Buffer.concat([...table, done(0xff, { more: true, count }), returned(0), done(0xfe, {})])
  } catch (error) {
    if (!(error instanceof TsqlError)) throw error
    const undone = error.undoes && state.transaction !== 0n ? [undo(session, state)] : []
    const told = failed(error.number, error.message)
    return Buffer.concat([...undone, told, done(0xff, { more: true, error: true }), returned(error.number), done(0xfe, { error: true })])
  }
}

function transactionAnswer(
  session: Session,
  word: 'begin' | 'commit' | 'rollback',
  level: number,
  state: State,
  fault: Fault | undefined,
): Buffer {
  if (fault instanceof TsqlError) return Buffer.concat([failed(fault.number, fault.message), done(0xfd, { error: true })])
  if (word === 'begin') {
    if (level !== 2) throw new Error(`isolation level ${level}, which is not READ COMMITTED`)
    session.begin()
    const descriptor = randomBytes(8)
    state.transaction = descriptor.readBigUInt64LE()
    return Buffer.concat([transactionBegun(descriptor), done(0xfd, {})])
  }
  if (state.transaction === 0n)
    return Buffer.concat([failed(3902, 'The request has no corresponding BEGIN TRANSACTION.'), done(0xfd, { error: true })])
  const descriptor = descriptorOf(state)
  session.end(word)
  state.transaction = 0n
  return Buffer.concat([transactionEnded(word, descriptor), done(0xfd, {})])
}

/** As the victim of a deadlock. */
function undo(session: Session, state: State): Buffer {
  const descriptor = descriptorOf(state)
  session.end('rollback')
  state.transaction = 0n
  return transactionEnded('rollback', descriptor)
}

function descriptorOf({ transaction }: State): Buffer {
  const descriptor = Buffer.alloc(8)
  descriptor.writeBigUInt64LE(transaction)
  return descriptor
}

/** MS-TDS §2.2.6.5: a version, and that there is no encryption here. */
const prelogin = Buffer.from([0, 0, 21, 0, 6, 1, 0, 27, 0, 1, 2, 0, 28, 0, 1, 4, 0, 29, 0, 1, 0xff, 16, 0, 0x10, 0, 0, 0, 2, 0, 0])

function loginAnswer(data: Buffer): Buffer {
  const login = readLogin(data)
  const refusal = failed(18456, `Login failed for user '${login.user}'.`)
  if (login.user !== user.name || login.password !== user.password) return Buffer.concat([refusal, done(0xfd, { error: true })])
  if (login.database === user.database) return loginAccepted(login.database)
  const why = failed(4060, `Cannot open database "${login.database}" requested by the login. The login failed.`, 11)
  return Buffer.concat([why, refusal, done(0xfd, { error: true })])
}
