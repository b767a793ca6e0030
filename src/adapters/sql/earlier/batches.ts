import { accountDraft, type Draft, type Facts, sessionDraft, userDraft } from '../../earlier/drafts.js'
import type { Earlier } from '../../earlier/recognise.js'
import type { Kind, Outcome, Tools } from '../../earlier/take-over.js'
import type { Execute } from '../dialect.js'
import { accountRow, sessionRow, userRow } from '../rows.js'
import type { Row, Values } from '../tables.js'
import type { Bench } from './bench.js'
import { createLedger, insertAll, type Ledger, rowsIn } from './ledger.js'

/** Takes rows over, inside of a transaction; how many became what. */
export type Batches = Readonly<Record<Kind, (rows: readonly Row[], execute: Execute) => Promise<ReadonlyMap<Outcome, number>>>>

export function createBatches(earlier: Earlier, bench: Bench, tools: Tools): Batches {
  const ledger = createLedger(bench, tools)
  const parts: Parts = { generation: earlier.generation, bench, tools, ledger, now: bench.ground.clock() }
  return {
    users: (rows, execute) => users(rows, { ...parts, execute }),
    accounts: (rows, execute) => accounts(rows, { ...parts, execute }),
    sessions: (rows, execute) => sessions(rows, { ...parts, execute }),
  }
}

interface Parts {
  readonly generation: 3 | 4
  readonly bench: Bench
  readonly tools: Tools
  readonly ledger: Ledger
  readonly now: number
}

interface Batch extends Parts {
  readonly execute: Execute
}

/** A row of ours on its way, and the key by which it is known to have been taken over. */
interface Ready {
  readonly row: Values
  readonly key: string
}

/** An address that another user has stays with that user: an address alone never makes two users one. */
async function users(rows: readonly Row[], batch: Batch): Promise<Map<Outcome, number>> {
  const { ledger, now, tools } = batch
  const outcomes = new Map<Outcome, number>()
  const ready = await drafted(rows, outcomes, batch, async (facts) => {
    const draft = userDraft(facts, tools)
    if ('left' in draft) return draft
    const row: Values = { ...userRow(draft.record), created_at: draft.createdAt ?? now, updated_at: now }
    return { row, key: await ledger.keyOf('users', String(row.id)) }
  })
  const fresh = await without(ready, 'before', outcomes, batch)
  const ids = new Set((await existing('users', 'id', fresh, batch)).map(({ id }) => id))
  const addresses = new Set((await existing('users', 'email', fresh, batch)).map(({ email }) => email))
  const taken: Ready[] = []
  for (const { row, key } of fresh) {
    if (ids.has(row.id ?? '')) {
      add(outcomes, 'idTaken')
      continue
    }
    const isFree = row.email == null || !addresses.has(row.email)
    if (!isFree) add(outcomes, 'withoutAddress')
    ids.add(row.id ?? '')
    addresses.add(row.email ?? null)
    taken.push({ row: isFree ? row : { ...row, email: null, email_verified: null }, key })
  }
  await keep('users', taken, outcomes, batch)
  return outcomes
}

async function accounts(rows: readonly Row[], batch: Batch): Promise<Map<Outcome, number>> {
  const { ledger, now, generation } = batch
  const outcomes = new Map<Outcome, number>()
  const ready = await drafted(rows, outcomes, batch, async (facts) => {
    const draft = accountDraft(facts, generation)
    if ('left' in draft) return draft
    const { provider, providerAccountId } = draft.record
    const row = { ...accountRow(draft.record), created_at: draft.createdAt ?? now, updated_at: now }
    return { row, key: await ledger.keyOf('accounts', provider, providerAccountId) }
  })
  const owned = await ofThoseTaken(ready, outcomes, batch)
  const columns = ['provider', 'provider_account_id', 'user_id']
  const there = await rowsIn('accounts', 'provider_account_id', columns, valuesOf('provider_account_id', owned), batch.bench, batch.execute)
  const owners = new Map(there.map((row) => [pair(row), row.user_id]))
  const known = await ledger.has(
    owned.map(({ key }) => key),
    batch.execute,
  )
  const taken: Ready[] = []
  for (const one of owned) {
    const owner = owners.get(pair(one.row))
    if (owner !== undefined && owner !== one.row.user_id) add(outcomes, 'otherUser')
    else if (known.has(one.key)) add(outcomes, 'before')
    else if (owner !== undefined) add(outcomes, 'there')
    else {
      owners.set(pair(one.row), one.row.user_id ?? null)
      taken.push(one)
    }
  }
  await keep('accounts', taken, outcomes, batch)
  return outcomes
}

async function sessions(rows: readonly Row[], batch: Batch): Promise<Map<Outcome, number>> {
  const { ledger, now, tools } = batch
  const outcomes = new Map<Outcome, number>()
  const ready = await drafted(rows, outcomes, batch, async (facts) => {
    const draft = await sessionDraft(facts, now, tools)
    if ('left' in draft) return draft
    const row = sessionRow(draft.record)
    return { row, key: await ledger.keyOf('sessions', String(row.session_token_hash)) }
  })
  const owned = await without(await ofThoseTaken(ready, outcomes, batch), 'before', outcomes, batch)
  const there = new Set((await existing('sessions', 'session_token_hash', owned, batch)).map((row) => row.session_token_hash))
  const taken = owned.filter(({ row }) => {
    const isNew = !there.has(row.session_token_hash ?? '')
    if (!isNew) add(outcomes, 'there')
    there.add(row.session_token_hash ?? '')
    return isNew
  })
  await keep('sessions', taken, outcomes, batch)
  return outcomes
}

/** Rows as ours; those that cannot be are counted. */
async function drafted(
  rows: readonly Row[],
  outcomes: Map<Outcome, number>,
  { bench }: Batch,
  make: (facts: Facts) => Promise<Ready | Extract<Draft<never>, { left: unknown }>>,
): Promise<readonly Ready[]> {
  const ready: Ready[] = []
  for (const facts of rows) {
    const made = await make(facts)
    if ('left' in made) add(outcomes, made.left)
    else if (isTooLong(made.row, bench)) add(outcomes, 'unusable')
    else ready.push(made)
  }
  return ready
}

const keys = ['id', 'user_id', 'email', 'provider', 'session_token_hash'] as const

/** A database that is not strict would cut it off, and it would be another key. */
function isTooLong(row: Values, { ground }: Bench): boolean {
  const { longest } = ground.dialect
  if (!longest) return false
  const bytes = new TextEncoder().encode(String(row.provider_account_id ?? '')).length
  return bytes > longest.opaque || keys.some((name) => String(row[name] ?? '').length > longest.key)
}

/** What belongs to users who were taken over and are still there: an id that is the same by chance is nobody's claim. */
async function ofThoseTaken(ready: readonly Ready[], outcomes: Map<Outcome, number>, batch: Batch): Promise<readonly Ready[]> {
  const ids = valuesOf('user_id', ready)
  const there = new Set((await rowsIn('users', 'id', ['id'], ids, batch.bench, batch.execute)).map(({ id }) => String(id)))
  const keyOf = new Map(await Promise.all(ids.map(async (id) => [id, await batch.ledger.keyOf('users', id)] as const)))
  const taken = await batch.ledger.has([...keyOf.values()], batch.execute)
  return ready.filter(({ row }) => {
    const id = String(row.user_id)
    const isTheirs = there.has(id) && taken.has(keyOf.get(id) ?? '')
    if (!isTheirs) add(outcomes, 'nobody')
    return isTheirs
  })
}

async function without(
  ready: readonly Ready[],
  outcome: Outcome,
  outcomes: Map<Outcome, number>,
  { ledger, execute }: Batch,
): Promise<readonly Ready[]> {
  const known = await ledger.has(
    ready.map(({ key }) => key),
    execute,
  )
  for (const { key } of ready) if (known.has(key)) add(outcomes, outcome)
  return ready.filter(({ key }) => !known.has(key))
}

function existing(table: Kind, column: string, ready: readonly Ready[], { bench, execute }: Batch): Promise<readonly Row[]> {
  return rowsIn(table, column, [column], valuesOf(column, ready), bench, execute)
}

async function keep(kind: Kind, taken: readonly Ready[], outcomes: Map<Outcome, number>, { bench, execute, ledger }: Batch): Promise<void> {
  await insertAll(
    kind,
    taken.map(({ row }) => row),
    bench,
    execute,
  )
  await ledger.add(
    kind,
    taken.map(({ key }) => key),
    execute,
  )
  add(outcomes, 'taken', taken.length)
}

function valuesOf(column: string, ready: readonly Ready[]): readonly string[] {
  return [...new Set(ready.flatMap(({ row }) => (row[column] == null ? [] : [String(row[column])])))]
}

function pair(row: Row): string {
  return JSON.stringify([row.provider, row.provider_account_id])
}

function add(outcomes: Map<Outcome, number>, outcome: Outcome, count = 1): void {
  if (count > 0) outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + count)
}
