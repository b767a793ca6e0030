import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'

// A server that speaks Hrana 2 over HTTP, JSON: https://github.com/tursodatabase/libsql/blob/main/docs/HRANA_2_SPEC.md. A stand-in:
// SQLite behind the protocol of libSQL, one connection for each stream, with errors as coarse as those of the real server.

export interface LibsqlStandIn {
  readonly url: string
  /** Requests that came, for counting round trips. */
  requests: number
  /** What to do instead of an answer, once for each. */
  readonly faults: ((response: ServerResponse) => void)[]
  close(): Promise<void>
}

type Proto = { type: 'null' } | { type: 'text' | 'integer'; value: string } | { type: 'float'; value: number }
interface Stmt {
  sql?: string
  sql_id?: number
  args?: Proto[]
}
interface Condition {
  type: 'ok' | 'error' | 'not' | 'and' | 'or'
  step: number
  cond: Condition
  conds: Condition[]
}
interface StreamRequest {
  type: string
  stmt: Stmt
  batch: { steps: { condition?: Condition; stmt: Stmt }[] }
  sql: string
  sql_id: number
}

interface Stream {
  readonly database: DatabaseSync
  readonly texts: Map<number, string>
}

export async function startLibsql(file: string, at = 0): Promise<LibsqlStandIn> {
  const streams = new Map<string, Stream>()
  let batons = 0
  const http = createServer(async (request, response) => {
    standIn.requests += 1
    const fault = standIn.faults.shift()
    if (fault) return fault(response)
    if (request.headers.authorization !== `Bearer token`) return reply(response, 401, { error: 'no token' })
    if (request.url !== '/v2/pipeline') return reply(response, 404, {})
    const { baton, requests } = JSON.parse(await bodyOf(request)) as { baton?: string | null; requests: StreamRequest[] }
    const stream = baton == null ? connect(file) : streams.get(baton)
    if (!stream) return reply(response, 400, { message: 'unknown stream', code: 'STREAM_EXPIRED' })
    if (baton != null) streams.delete(baton)
    const results = requests.map((one) => answer(stream, one))
    if (requests.some(({ type }) => type === 'close')) {
      stream.database.close()
      return reply(response, 200, { baton: null, base_url: null, results })
    }
    batons += 1
    streams.set(String(batons), stream)
    reply(response, 200, { baton: String(batons), base_url: null, results })
  })
  await new Promise<void>((resolve) => http.listen(at, '127.0.0.1', resolve))
  const { port } = http.address() as AddressInfo
  const standIn: LibsqlStandIn = {
    url: `http://127.0.0.1:${port}`,
    requests: 0,
    faults: [],
    async close() {
      for (const { database } of streams.values()) database.close()
      http.closeAllConnections()
      await new Promise((resolve) => http.close(resolve))
    },
  }
  return standIn
}

function connect(file: string): Stream {
  const database = new DatabaseSync(file)
  database.exec('PRAGMA journal_mode = WAL')
  return { database, texts: new Map() }
}

function answer(stream: Stream, request: StreamRequest): unknown {
  try {
    return { type: 'ok', response: { type: request.type, ...perform(stream, request) } }
  } catch (error) {
    return { type: 'error', error: protoError(error) }
  }
}

function perform(stream: Stream, { type, stmt, batch, sql, sql_id }: StreamRequest): object {
  switch (type) {
    case 'execute':
      return { result: execute(stream, stmt) }
    case 'batch':
      return { result: runBatch(stream, batch.steps) }
    case 'sequence':
      stream.database.exec(sql)
      return {}
    case 'store_sql':
      stream.texts.set(sql_id, sql)
      return {}
    case 'close_sql':
      stream.texts.delete(sql_id)
      return {}
    default:
      return {}
  }
}

function runBatch(stream: Stream, steps: StreamRequest['batch']['steps']): object {
  const step_results: unknown[] = []
  const step_errors: unknown[] = []
  const holds = (condition: Condition | undefined): boolean => {
    if (!condition) return true
    const { type, step, cond, conds } = condition
    if (type === 'ok') return step_results[step] != null
    if (type === 'error') return step_errors[step] != null
    if (type === 'not') return !holds(cond)
    return type === 'and' ? conds.every(holds) : conds.some(holds)
  }
  for (const { condition, stmt } of steps) {
    let result: unknown = null
    let failed: unknown = null
    try {
      if (holds(condition)) result = execute(stream, stmt)
    } catch (error) {
      failed = protoError(error)
    }
    step_results.push(result)
    step_errors.push(failed)
  }
  return { step_results, step_errors }
}

function execute({ database, texts }: Stream, { sql, sql_id, args = [] }: Stmt): object {
  const statement = database.prepare(sql ?? texts.get(sql_id ?? -1) ?? '')
  statement.setReadBigInts(true)
  const cols = statement.columns().map(({ name, type }) => ({ name, decltype: type }))
  const rows = statement.all(...args.map(fromProto)) as Record<string, SQLInputValue>[]
  return {
    cols,
    rows: rows.map((row) => cols.map(({ name }) => toProto(row[name] ?? null))),
    affected_row_count: 0,
    last_insert_rowid: null,
  }
}

function fromProto(value: Proto): SQLInputValue {
  if (value.type === 'null') return null
  return value.type === 'integer' ? BigInt(value.value) : value.value
}

function toProto(value: SQLInputValue): Proto {
  if (value === null) return { type: 'null' }
  if (typeof value === 'bigint') return { type: 'integer', value: String(value) }
  return typeof value === 'number' ? { type: 'float', value } : { type: 'text', value: String(value) }
}

const names: Readonly<Record<number, string>> = {
  1: 'SQL_INPUT_ERROR',
  5: 'SQLITE_BUSY',
  6: 'SQLITE_LOCKED',
  8: 'SQLITE_READONLY',
  19: 'SQLITE_CONSTRAINT',
}

function protoError(error: unknown): object {
  const { errcode = 1, message } = error as { errcode?: number; message: string }
  return { message: `SQLite error: ${message}`, code: names[errcode % 256] ?? 'SQLITE_ERROR' }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = ''
  for await (const part of request.setEncoding('utf8')) body += part
  return body
}
