import { byte, int, long, longText, short, shortText } from './wire.js'

// MS-TDS 7.4 §2.2.7: what an answer is made of.

/** Latin1_General, as most servers have it: upper and lower case are the same. */
const collation = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34])

export type Cell = string | number | bigint | Uint8Array | null

export interface Column {
  readonly name: string
  readonly type: 'bigint' | 'nvarchar' | 'varbinary'
}

export function loginAccepted(database: string): Buffer {
  const name = shortText('Stand-in, not SQL Server')
  const ack = Buffer.concat([byte(1), Buffer.from([0x74, 0x00, 0x00, 0x04]), name, Buffer.from([16, 0, 0, 0])])
  return Buffer.concat([
    changed(1, Buffer.concat([shortText(database), shortText('master')])),
    changed(7, Buffer.concat([byte(collation.length), collation, byte(0)])),
    byte(0xad),
    short(ack.length),
    ack,
    changed(4, Buffer.concat([shortText('4096'), shortText('4096')])),
    done(0xfd, {}),
  ])
}

export function transactionBegun(descriptor: Buffer): Buffer {
  return changed(8, Buffer.concat([byte(8), descriptor, byte(0)]))
}

export function transactionEnded(how: 'commit' | 'rollback', descriptor: Buffer): Buffer {
  return changed(how === 'commit' ? 9 : 10, Buffer.concat([byte(0), byte(8), descriptor]))
}

export function failed(number: number, message: string, grave = 14): Buffer {
  const body = Buffer.concat([int(number), byte(1), byte(grave), longText(message), shortText('stand-in'), shortText(''), int(1)])
  return Buffer.concat([byte(0xaa), short(body.length), body])
}

/** `0xfd` after a batch, `0xff` after a statement of a procedure, `0xfe` after the procedure. */
export function done(
  token: 0xfd | 0xfe | 0xff,
  { more = false, error = false, count }: { more?: boolean; error?: boolean; count?: number },
): Buffer {
  const status = (more ? 1 : 0) | (error ? 2 : 0) | (count === undefined ? 0 : 0x10)
  return Buffer.concat([byte(token), short(status), short(0), long(BigInt(count ?? 0))])
}

export function returned(status: number): Buffer {
  return Buffer.concat([byte(0x79), int(status)])
}

export function rowsOf(columns: readonly Column[], rows: readonly (readonly Cell[])[]): Buffer {
  const head = columns.map(({ name, type }) => Buffer.concat([int(0), short(1), typeInfo(type), shortText(name)]))
  const body = rows.map((row) => Buffer.concat([byte(0xd1), ...columns.map(({ type }, at) => cell(type, row[at] ?? null))]))
  return Buffer.concat([byte(0x81), short(columns.length), ...head, ...body])
}

function changed(type: number, values: Buffer): Buffer {
  return Buffer.concat([byte(0xe3), short(values.length + 1), byte(type), values])
}

function typeInfo(type: Column['type']): Buffer {
  if (type === 'bigint') return Buffer.from([0x26, 8])
  if (type === 'varbinary') return Buffer.concat([byte(0xa5), short(767)])
  return Buffer.concat([byte(0xe7), short(0xffff), collation])
}

function cell(type: Column['type'], value: Cell): Buffer {
  if (type === 'bigint') return value === null ? byte(0) : Buffer.concat([byte(8), long(BigInt(value as number))])
  if (type === 'varbinary') {
    if (value === null) return short(0xffff)
    if (!(value instanceof Uint8Array)) throw new Error('varbinary without bytes')
    return Buffer.concat([short(value.length), value])
  }
  if (value === null) return long(-1n)
  if (typeof value !== 'string') throw new Error('nvarchar without text')
  const bytes = Buffer.from(value, 'utf16le')
  return Buffer.concat([long(BigInt(bytes.length)), ...(bytes.length > 0 ? [int(bytes.length), bytes] : []), int(0)])
}
