import type { Socket } from 'node:net'

// MS-TDS 7.4 §2.2.3: messages of packets, each with a header of eight bytes.

export const messageTypes = { batch: 1, rpc: 3, answer: 4, attention: 6, transaction: 14, login: 16, prelogin: 18 } as const

export interface Message {
  readonly type: number
  readonly data: Buffer
}

const packetSize = 4096

/** Hands on each message as soon as its last packet is here. */
export function readMessages(socket: Socket, handle: (message: Message) => void): void {
  let pending = Buffer.alloc(0)
  let parts: Buffer[] = []
  socket.on('data', (chunk: Buffer) => {
    pending = Buffer.concat([pending, chunk])
    while (pending.length >= 8 && pending.length >= pending.readUInt16BE(2)) {
      const length = pending.readUInt16BE(2)
      parts.push(pending.subarray(8, length))
      const isLast = (pending.readUInt8(1) & 1) === 1
      const type = pending.readUInt8(0)
      pending = pending.subarray(length)
      if (!isLast) continue
      const data = Buffer.concat(parts)
      parts = []
      handle({ type, data })
    }
  })
}

/** `all: false` leaves the last packet out: an answer that never ends. */
export function sendAnswer(socket: Socket, data: Buffer, all = true): void {
  const room = packetSize - 8
  const count = Math.max(1, Math.ceil(data.length / room))
  for (let at = 0; at < count; at++) {
    const part = data.subarray(at * room, (at + 1) * room)
    const header = Buffer.alloc(8)
    header.writeUInt8(messageTypes.answer, 0)
    header.writeUInt8(all && at === count - 1 ? 1 : 0, 1)
    header.writeUInt16BE(part.length + 8, 2)
    header.writeUInt8((at + 1) & 0xff, 6)
    socket.write(Buffer.concat([header, part]))
  }
}

/** Reads numbers, little-endian, and texts of two bytes a character. */
export function reader(data: Buffer) {
  let at = 0
  const take = (length: number): Buffer => {
    if (at + length > data.length) throw new Error('the message ends too early')
    at += length
    return data.subarray(at - length, at)
  }
  return {
    take,
    more: () => at < data.length,
    byte: () => take(1).readUInt8(),
    short: () => take(2).readUInt16LE(),
    int: () => take(4).readUInt32LE(),
    long: () => take(8).readBigUInt64LE(),
    text: (characters: number) => take(characters * 2).toString('utf16le'),
  }
}

export type Reader = ReturnType<typeof reader>

export function byte(value: number): Buffer {
  return Buffer.from([value])
}

export function short(value: number): Buffer {
  const buffer = Buffer.alloc(2)
  buffer.writeUInt16LE(value)
  return buffer
}

export function int(value: number): Buffer {
  const buffer = Buffer.alloc(4)
  buffer.writeUInt32LE(value >>> 0)
  return buffer
}

export function long(value: bigint): Buffer {
  const buffer = Buffer.alloc(8)
  buffer.writeBigInt64LE(value)
  return buffer
}

/** With one byte of length, in characters. */
export function shortText(text: string): Buffer {
  return Buffer.concat([byte(text.length), Buffer.from(text, 'utf16le')])
}

/** With two bytes of length, in characters. */
export function longText(text: string): Buffer {
  return Buffer.concat([short(text.length), Buffer.from(text, 'utf16le')])
}
