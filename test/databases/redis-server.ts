import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from 'redis'
import { databaseServers } from './servers.js'

/** Why there is no Redis here, if there is none. */
export const noRedis: string | undefined = databaseServers.find(({ name }) => name === 'redis')?.missing

/** A command of an operator, past the library. */
export async function operate(url: string, ...command: readonly string[]): Promise<unknown> {
  const client = createClient({ url, socket: { reconnectStrategy: false } })
  client.on('error', () => {})
  await client.connect()
  try {
    return await client.sendCommand([...command])
  } finally {
    client.destroy()
  }
}

/** All keys, with their time to live in milliseconds (-1: for ever). */
export async function keysOf(url: string): Promise<Readonly<Record<string, number>>> {
  const keys = (await operate(url, 'KEYS', '*')) as readonly string[]
  return Object.fromEntries(await Promise.all(keys.map(async (key) => [key, Number(await operate(url, 'PTTL', key))] as const)))
}

/** A Redis with settings that can only be given at its start; without a password. */
export async function startRedis(...settings: readonly string[]): Promise<{ readonly url: string; end(): Promise<void> }> {
  const port = await freePort()
  const folder = mkdtempSync(join(tmpdir(), 'next-auth-redis-'))
  const fixed = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder]
  const child = spawn('redis-server', [...fixed, ...settings], { stdio: 'ignore' })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  const url = `redis://127.0.0.1:${port}`
  const end = async (): Promise<void> => {
    child.kill('SIGKILL')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }
  for (let left = 200; left > 0; left--) {
    if ((await operate(url, 'PING').catch(() => undefined)) === 'PONG') return { url, end }
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
  await end()
  throw new Error('redis-server did not start')
}

/** A port that nobody listens at. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return typeof address === 'object' && address ? address.port : 0
}

/** What a verb throws, and how long it took to. */
export async function failing(verb: () => unknown): Promise<{ trouble: unknown; message: string; milliseconds: number }> {
  const began = performance.now()
  try {
    await verb()
    return { trouble: 'none', message: '', milliseconds: performance.now() - began }
  } catch (error) {
    const { message, details } = error as { message: string; details?: { trouble?: string; conflict?: string; missing?: string } }
    const trouble = details?.trouble ?? details?.conflict ?? details?.missing ?? 'unnamed'
    return { trouble, message, milliseconds: performance.now() - began }
  }
}
