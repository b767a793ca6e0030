import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createClient } from 'redis'

export interface Bridge {
  readonly url: string
  readonly token: string
  close(): Promise<void>
}

type Command = readonly unknown[]
type Answer = { readonly result: unknown } | { readonly error: string }

/** Upstash's REST over a real Redis: a command is a JSON list in a POST, `/pipeline` takes several, and text goes back in base64 where that is asked for. */
export async function startBridge(redisUrl: string): Promise<Bridge> {
  const token = 'a-token-for-tests-only'
  const redis = createClient({ url: redisUrl })
  redis.on('error', () => {})
  await redis.connect()
  const run = async (command: Command, encode: (value: unknown) => unknown): Promise<Answer> => {
    try {
      return { result: encode(await redis.sendCommand(command.map(String))) }
    } catch (error) {
      return { error: String(error) }
    }
  }
  const server = createServer(async (request, response) => {
    const body = await jsonOf(request)
    const encode = request.headers['upstash-encoding'] === 'base64' ? inBase64 : (value: unknown) => value
    const allowed = request.headers.authorization === `Bearer ${token}`
    const answer = !allowed
      ? { error: 'Unauthorized' }
      : request.url?.startsWith('/pipeline')
        ? await Promise.all((body as readonly Command[]).map((command) => run(command, encode)))
        : await run(body as Command, encode)
    response.writeHead(allowed ? 200 : 401, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    token,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      redis.destroy()
    },
  }
}

async function jsonOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString())
}

function inBase64(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inBase64)
  return typeof value === 'string' && value !== 'OK' ? Buffer.from(value).toString('base64') : value
}
