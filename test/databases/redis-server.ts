import { type ChildProcess, spawn } from 'node:child_process'
import { createServer, Socket } from 'node:net'

/** A Redis of our own on this machine, that keeps nothing. */
export interface RedisServer {
  readonly port: number
  readonly url: string
  /** Commands of an operator, past the library: `call('CONFIG', 'SET', …)`. */
  call(...command: readonly string[]): Promise<string>
  /** Ends the process as a crash does. */
  kill(): Promise<void>
  /** Starts it again, on the same port. */
  start(...more: readonly string[]): Promise<void>
}

export async function startRedis(...settings: readonly string[]): Promise<RedisServer> {
  const port = await freePort()
  let child: ChildProcess | undefined
  const server: RedisServer = {
    port,
    url: `redis://127.0.0.1:${port}`,
    call: (...command) => call(port, command),
    async kill() {
      const ended = child
      child = undefined
      if (!ended || ended.exitCode !== null) return
      await new Promise((resolve) => {
        ended.once('exit', resolve)
        ended.kill('SIGKILL')
      })
    },
    async start(...more) {
      const fixed = [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--dir',
        '/tmp',
        '--loglevel',
        'warning',
      ]
      child = spawn('redis-server', [...fixed, ...settings, ...more], { stdio: 'ignore' })
      for (let left = 200; ; left--) {
        const answer = await call(port, ['PING']).catch(() => '')
        // A server with a password answers, too: that one is wanted.
        if (/PONG|NOAUTH/.test(answer)) return
        if (left === 0) throw new Error('redis-server did not start')
        await new Promise((resolve) => setTimeout(resolve, 25))
      }
    },
  }
  await server.start()
  return server
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

/** One command over a connection of its own; the reply as the protocol has it. */
function call(port: number, command: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new Socket()
    let reply = ''
    socket.setTimeout(5000, () => socket.destroy(new Error('no answer')))
    socket.on('error', reject)
    socket.on('close', () => resolve(reply))
    socket.on('data', (data) => {
      reply += data.toString()
    })
    socket.connect(port, '127.0.0.1', () => {
      const parts = command.map((part) => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')
      socket.write(`*${command.length}\r\n${parts}*1\r\n$4\r\nQUIT\r\n`)
    })
  })
}
