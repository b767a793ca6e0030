import { deserialize, serialize } from 'bson'

/** What the server reads and writes: OP_MSG, and OP_QUERY for the greeting of a driver that does not know yet what the server speaks. */
export interface Request {
  readonly id: number
  readonly legacy: boolean
  /** Sent without wanting an answer. */
  readonly silent: boolean
  readonly command: Record<string, unknown>
}

const opReply = 1
const opQuery = 2004
const opMsg = 2013

/** Takes whole messages off the front of what has arrived; the rest waits. */
export function takeRequests(buffer: Buffer): { requests: Request[]; rest: Buffer } {
  const requests: Request[] = []
  let at = 0
  while (buffer.length - at >= 16) {
    const length = buffer.readInt32LE(at)
    if (buffer.length - at < length) break
    requests.push(readRequest(buffer.subarray(at, at + length)))
    at += length
  }
  return { requests, rest: buffer.subarray(at) }
}

function readRequest(message: Buffer): Request {
  const id = message.readInt32LE(4)
  const operation = message.readInt32LE(12)
  if (operation === opQuery) return { id, legacy: true, silent: false, command: readQuery(message) }
  if (operation !== opMsg) throw new Error(`the stand-in does not speak operation ${operation}`)
  const flags = message.readUInt32LE(16)
  // 1 would be a checksum, 2 is "more to come": no answer is wanted.
  if ((flags & 1) !== 0) throw new Error('the stand-in reads no checksums')
  return { id, legacy: false, silent: (flags & 2) !== 0, command: readSections(message) }
}

function readQuery(message: Buffer): Record<string, unknown> {
  const name = message.indexOf(0, 20)
  const namespace = message.toString('utf8', 20, name)
  return { ...readDocument(message, name + 9), $db: namespace.slice(0, namespace.indexOf('.')) }
}

/** A document, and lists that stand beside it because they may be long. */
function readSections(message: Buffer): Record<string, unknown> {
  let command: Record<string, unknown> = {}
  const lists: Record<string, unknown[]> = {}
  for (let at = 20; at < message.length; ) {
    const kind = message[at]
    const start = at + 1
    const length = message.readInt32LE(start)
    if (kind === 0) command = readDocument(message, start)
    else if (kind === 1) {
      const nameEnd = message.indexOf(0, start + 4)
      const list: unknown[] = []
      for (let next = nameEnd + 1; next < start + length; next += message.readInt32LE(next)) list.push(readDocument(message, next))
      lists[message.toString('utf8', start + 4, nameEnd)] = list
    } else throw new Error(`the stand-in does not know sections of kind ${kind}`)
    at = start + length
  }
  return { ...command, ...lists }
}

function readDocument(message: Buffer, at: number): Record<string, unknown> {
  // Copied: what is stored must not live in the memory of a message. `bsonRegExp`, so that a pattern is never taken for another thing.
  return deserialize(Uint8Array.prototype.slice.call(message, at, at + message.readInt32LE(at)), { promoteValues: true, bsonRegExp: true })
}

export function writeReply({ id, legacy }: Request, reply: Record<string, unknown>): Buffer {
  const body = Buffer.from(serialize(reply))
  const middle = legacy ? Buffer.alloc(20) : Buffer.alloc(5)
  if (legacy) middle.writeInt32LE(1, 16)
  const header = Buffer.alloc(16)
  header.writeInt32LE(16 + middle.length + body.length, 0)
  header.writeInt32LE(1, 4)
  header.writeInt32LE(id, 8)
  header.writeInt32LE(legacy ? opReply : opMsg, 12)
  return Buffer.concat([header, middle, body])
}
