import { createConnection, createServer, type Server, type Socket } from 'node:net'
import type { Line } from 'next-auth/testing'

/** A line on this machine between a client and a server, which breaks when it is told to. */
export interface LineProxy extends Line {
  readonly port: number
  /** How many connections lead over it now. */
  open(): number
  /** How many answers have come back since it was made. An answer is what a server says after it was asked, in however many pieces. */
  answers(): number
  refuse(): Promise<void>
  release(): Promise<void>
  close(): Promise<void>
}

/** What befalls the line when so many answers have come. */
interface Plan {
  readonly at: number
  /** Whether the answer itself is lost, or the question after it. */
  readonly loses: 'answer' | 'question'
  happened: boolean
}

interface Wire {
  readonly near: Socket
  readonly far: Socket
  /** The client has spoken last. */
  asked: boolean
}

export async function startProxy(target: number | string): Promise<LineProxy> {
  const wires = new Set<Wire>()
  let answers = 0
  let plan: Plan | undefined
  let isHeld = false
  const cut = (): void => {
    for (const { near, far } of wires) {
      near.resetAndDestroy()
      far.resetAndDestroy()
    }
    wires.clear()
  }
  const strike = (): void => {
    if (plan) plan.happened = true
    plan = undefined
    cut()
  }
  const question = (wire: Wire, data: Buffer): void => {
    wire.asked = true
    if (plan?.loses === 'question' && answers >= plan.at) strike()
    else pass(data, wire.near, wire.far)
  }
  const answer = (wire: Wire, data: Buffer): void => {
    if (wire.asked) answers += 1
    wire.asked = false
    if (plan?.loses === 'answer' && answers >= plan.at) strike()
    else pass(data, wire.far, wire.near)
  }
  const server = createServer((near) => {
    const far = typeof target === 'string' ? createConnection(target) : createConnection(target, '127.0.0.1')
    const wire: Wire = { near, far, asked: false }
    wires.add(wire)
    near.on('data', (data) => question(wire, data))
    far.on('data', (data) => answer(wire, data))
    join(wire, () => wires.delete(wire))
    if (isHeld) pause(wire)
  })
  const planned = (loses: Plan['loses'], at: number): (() => boolean) => {
    const made: Plan = { at: answers + at, loses, happened: false }
    plan = made
    return () => made.happened
  }
  const port = await listen(server, 0)
  return {
    port,
    open: () => wires.size,
    answers: () => answers,
    cut,
    cutAfter: (count) => planned('question', count),
    loseAnswer: (at = 1) => planned('answer', at),
    hold() {
      isHeld = true
      for (const wire of wires) pause(wire)
    },
    async refuse() {
      const closed = new Promise((resolve) => server.close(resolve))
      cut()
      await closed
    },
    async release() {
      plan = undefined
      isHeld = false
      for (const { near, far } of wires) {
        near.resume()
        far.resume()
      }
      if (!server.listening) await listen(server, port)
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve))
      cut()
      await closed
    },
  }
}

/** What it sends, the other end gets, and no faster than that one reads. */
function pass(data: Buffer, from: Socket, to: Socket): void {
  if (to.write(data)) return
  from.pause()
  to.once('drain', () => from.resume())
}

/** When one end is gone, the other one hears of it. */
function join({ near, far }: Wire, gone: () => void): void {
  for (const [socket, other] of [
    [near, far],
    [far, near],
  ] as const) {
    socket.setNoDelay(true)
    socket.on('error', () => other.destroy())
    socket.on('end', () => other.end())
    socket.on('close', () => {
      other.destroy()
      gone()
    })
  }
}

function pause({ near, far }: Wire): void {
  near.pause()
  far.pause()
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return (server.address() as { port: number }).port
}
