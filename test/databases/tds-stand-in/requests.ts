import { type Reader, reader } from './wire.js'

// What the driver sends, read strictly: what is not known here ends the connection.

export interface Login {
  readonly user: string
  readonly password: string
  readonly database: string
}

/** MS-TDS §2.2.6.4: offsets and lengths, then the texts; the bytes of the password are turned and masked. */
export function readLogin(data: Buffer): Login {
  const bytes = (at: number): Buffer => {
    const from = data.readUInt16LE(at)
    return data.subarray(from, from + data.readUInt16LE(at + 2) * 2)
  }
  const password = Buffer.from(bytes(44).map((one) => (((one ^ 0xa5) << 4) | ((one ^ 0xa5) >> 4)) & 0xff))
  return { user: bytes(40).toString('utf16le'), password: password.toString('utf16le'), database: bytes(68).toString('utf16le') }
}

export interface Parameter {
  readonly name: string
  readonly type: 'bigint' | 'nvarchar' | 'varbinary'
  /** Bytes or characters; 0 for `max`. */
  readonly length: number
  readonly value: string | number | Uint8Array | null
}

export interface Call {
  readonly transaction: bigint
  readonly text: string
  /** The types of the parameters, in words. */
  readonly declared: string
  readonly parameters: readonly Parameter[]
}

/** §2.2.6.6: `sp_executesql` (10), the only procedure that is called by its number. */
export function readCall(data: Buffer): Call {
  const from = reader(data)
  const transaction = readHeaders(from)
  if (from.short() !== 0xffff || from.short() !== 10) throw new Error('a procedure other than sp_executesql')
  from.short()
  const [statement, declarations, ...parameters] = readParameters(from)
  if (typeof statement?.value !== 'string') throw new Error('no statement')
  const declared = String(declarations?.value ?? '')
  refuseOtherTypes(declared, parameters)
  return { transaction, text: statement.value, declared, parameters }
}

export function readBatch(data: Buffer): string {
  const from = reader(data)
  readHeaders(from)
  return data.subarray(22).toString('utf16le')
}

/** §2.2.6.9 */
export function readTransaction(data: Buffer): {
  readonly transaction: bigint
  readonly word: 'begin' | 'commit' | 'rollback'
  readonly level: number
} {
  const from = reader(data)
  const transaction = readHeaders(from)
  const word = { 5: 'begin', 7: 'commit', 8: 'rollback' } as const
  const number = from.short() as keyof typeof word
  if (!word[number]) throw new Error(`request ${number} of the transaction manager`)
  return { transaction, word: word[number], level: number === 5 ? from.byte() : 0 }
}

/** The transaction in which the request is to run. */
function readHeaders(from: Reader): bigint {
  if (from.int() !== 22 || from.int() !== 18 || from.short() !== 2) throw new Error('other headers than that of the transaction')
  const transaction = from.long()
  from.int()
  return transaction
}

function readParameters(from: Reader): readonly Parameter[] {
  const found: Parameter[] = []
  while (from.more()) {
    const name = from.text(from.byte())
    if (from.byte() !== 0) throw new Error('an output parameter')
    found.push({ name, ...readValue(from) })
  }
  return found
}

function readValue(from: Reader): Omit<Parameter, 'name'> {
  const type = from.byte()
  if (type === 0x26) {
    if (from.byte() !== 8) throw new Error('an integer that is no bigint')
    return { type: 'bigint', length: 8, value: from.byte() === 0 ? null : Number(from.take(8).readBigInt64LE()) }
  }
  if (type !== 0xe7 && type !== 0xa5) throw new Error(`a parameter of type ${type}`)
  const isText = type === 0xe7
  const most = from.short()
  if (isText) from.take(5)
  const bytes = most === 0xffff ? readParts(from) : readWhole(from, most)
  return {
    type: isText ? 'nvarchar' : 'varbinary',
    length: most === 0xffff ? 0 : isText ? most / 2 : most,
    value: bytes && (isText ? bytes.toString('utf16le') : Uint8Array.from(bytes)),
  }
}

function readWhole(from: Reader, most: number): Buffer | null {
  const length = from.short()
  if (length === 0xffff) return null
  if (length > most) throw new Error('a value that is longer than was declared')
  return from.take(length)
}

function readParts(from: Reader): Buffer | null {
  if (from.long() === 0xffffffffffffffffn) return null
  const parts: Buffer[] = []
  for (let length = from.int(); length > 0; length = from.int()) parts.push(from.take(length))
  return Buffer.concat(parts)
}

/** What is declared in words has to be what was sent, as the server makes its plan from the words. */
function refuseOtherTypes(declarations: string, parameters: readonly Parameter[]): void {
  const declared = parameters.map(({ name, type, length }) => `${name} ${type}${type === 'bigint' ? '' : `(${length || 'max'})`}`)
  if (declared.join(', ') !== declarations) throw new Error(`declared ${declarations}, sent ${declared.join(', ')}`)
}
