import { accountDraft, type Draft, type Facts, sessionDraft, userDraft } from '../../earlier/drafts.js'
import { instant } from '../../earlier/instant.js'
import type { Earlier, EarlierTable } from '../../earlier/recognise.js'
import { emptyTally, type Kind, type Outcome, reasons, type Tally, type Tools } from '../../earlier/take-over.js'
import { accountDocument, sessionDocument, type UserDocument, userDocument } from '../documents.js'
import type { MongodbGround } from '../ground.js'
import { locked } from '../schema.js'
import { insertNew, type Ledger } from './ledger.js'
import { batchesOf } from './read.js'

interface Run {
  readonly earlier: Earlier
  readonly ground: MongodbGround
  readonly tools: Tools
  readonly ledger: Ledger
  readonly now: Date
  /** Keys that a run which was stopped may have taken over without noting it. */
  readonly begun: ReadonlySet<string>
  count(kind: Kind, outcome: Outcome, many?: number): void
}

/** A document of ours on its way, and the key by which it is known to have been taken over. */
interface Ready<T> {
  readonly made: T
  readonly key: string
}

/** Users first, whose address was proven before the others: of two users with one address, it is theirs. */
export async function takeAll(earlier: Earlier, ground: MongodbGround, tools: Tools, ledger: Ledger): Promise<Tally> {
  const tally = emptyTally()
  const count: Run['count'] = (kind, outcome, many = 1) => {
    if (many > 0) tally[kind][outcome] = (tally[kind][outcome] ?? 0) + many
  }
  const run: Run = { earlier, ground, tools, ledger, now: new Date(ground.clock()), begun: await ledger.begun(), count }
  const proven = (facts: Facts): boolean => instant(facts.emailverified) !== null
  await through('users', earlier.users, run, (facts) => users(facts.filter(proven), run))
  await through('users', earlier.users, run, (facts) =>
    users(
      facts.filter((one) => !proven(one)),
      run,
    ),
  )
  await through('accounts', earlier.accounts, run, (facts) => accounts(facts, run))
  if (earlier.sessions) await through('sessions', earlier.sessions, run, (facts) => sessions(facts, run))
  return tally
}

/** How many documents there are, and which of them will stay for what is in them alone; the rest is known when it is done. */
export async function survey(
  { generation, users, accounts, sessions, others }: Earlier,
  ground: MongodbGround,
  tools: Tools,
): Promise<readonly string[]> {
  const now = ground.clock()
  const lines = [`Collections of next-auth ${generation === 3 ? '3' : '4 or 5'}:`]
  const judges: Readonly<Record<Kind, (facts: Facts) => Promise<Draft<unknown>> | Draft<unknown>>> = {
    users: (facts) => userDraft(facts, tools),
    accounts: (facts) => accountDraft(facts, generation),
    sessions: (facts) => sessionDraft(facts, now, tools),
  }
  for (const [kind, table] of Object.entries({ users, accounts, sessions })) {
    if (!table) continue
    const left = new Map<keyof typeof reasons, number>()
    let total = 0
    for await (const batch of batchesOf(table.name, ground.db))
      for (const facts of batch) {
        const draft = await judges[kind as Kind](facts)
        total += 1
        if ('left' in draft) left.set(draft.left, (left.get(draft.left) ?? 0) + 1)
      }
    const own = table.own.length > 0 ? `; only the application knows ${table.own.join(', ')}: what is in there stays there` : ''
    lines.push(`  ${table.name}: ${total} ${kind}${own}`, ...[...left].map(([reason, many]) => `  ${many} ${kind} ${reasons[reason]}`))
  }
  return [...lines, ...others.map((name) => `  ${name}: stays as it is; one-time tokens and passkeys are not taken over`)]
}

/** Each batch under the lock of migrations. */
async function through(
  kind: Kind,
  table: EarlierTable,
  { ground, tools }: Run,
  take: (facts: readonly Facts[]) => Promise<void>,
): Promise<void> {
  let rows = 0
  for await (const facts of batchesOf(table.name, ground.db)) {
    await locked(ground, () => take(facts))
    rows += facts.length
    tools.progress?.(kind, rows)
  }
}

/** An address that another user has stays with that user: an address alone never makes two users one. */
async function users(facts: readonly Facts[], run: Run): Promise<void> {
  const { tools, ledger, now, begun, count } = run
  const drafts = await drafted(
    'users',
    facts,
    run,
    (one) => userDraft(one, tools),
    async (user, createdAt) => ({
      made: { ...userDocument(user, now), createdAt },
      key: await ledger.keyOf('users', user.id),
    }),
  )
  const fresh = await withoutKnown('users', drafts, run)
  const { collection, there } = await beside('users', fresh, run)
  const wanted = fresh.flatMap(({ made: { email } }) => (typeof email === 'string' ? [email] : []))
  const owners = await collection.find({ email: { $in: wanted } } as never).toArray()
  const addresses = new Map(owners.map(({ _id, email }) => [email, _id]))
  const taken: Ready<UserDocument>[] = []
  for (const { made, key } of fresh) {
    if (there.has(made._id) && !begun.has(key)) {
      count('users', 'idTaken')
      continue
    }
    const isFree = made.email === undefined || (addresses.get(made.email) ?? made._id) === made._id
    if (!isFree) count('users', 'withoutAddress')
    if (isFree && made.email !== undefined) addresses.set(made.email, made._id)
    const { email: _elsewhere, ...without } = made
    taken.push({ made: isFree ? made : { ...without, emailVerified: null }, key })
  }
  await keep('users', collection, taken, there, run)
}

async function accounts(facts: readonly Facts[], run: Run): Promise<void> {
  const { earlier, ledger, now, begun, count } = run
  const drafts = await drafted(
    'accounts',
    facts,
    run,
    (one) => accountDraft(one, earlier.generation),
    async (account, createdAt) => ({
      made: { ...accountDocument(account, now), createdAt },
      key: await ledger.keyOf('accounts', account.provider, account.providerAccountId),
    }),
  )
  const owned = await ofThoseTaken('accounts', drafts, run)
  const { collection, there } = await beside('accounts', owned, run)
  const known = await ledger.has(owned.map(({ key }) => key))
  const owners = new Map([...there].map(([id, document]) => [id, document.userId]))
  const taken = owned.filter(({ made, key }) => {
    const owner = owners.get(made._id)
    if (owner !== undefined && owner !== made.userId) count('accounts', 'otherUser')
    else if (known.has(key)) count('accounts', 'before')
    else if (owner !== undefined && !(begun.has(key) && there.has(made._id))) count('accounts', 'there')
    else {
      owners.set(made._id, made.userId)
      return true
    }
    return false
  })
  await keep('accounts', collection, taken, there, run)
}

async function sessions(facts: readonly Facts[], run: Run): Promise<void> {
  const { tools, ledger, now, begun, count } = run
  const drafts = await drafted(
    'sessions',
    facts,
    run,
    (one) => sessionDraft(one, now.getTime(), tools),
    async (session) => ({
      made: sessionDocument(session),
      key: await ledger.keyOf('sessions', session.sessionToken),
    }),
  )
  const fresh = await withoutKnown('sessions', await ofThoseTaken('sessions', drafts, run), run)
  const { collection, there } = await beside('sessions', fresh, run)
  const taken = fresh.filter(({ made, key }) => {
    const isOurs = there.has(made._id) && !begun.has(key)
    if (isOurs) count('sessions', 'there')
    return !isOurs
  })
  await keep('sessions', collection, taken, there, run)
}

/** Documents as ours; those that cannot be are counted. */
async function drafted<R, T>(
  kind: Kind,
  facts: readonly Facts[],
  { now, count }: Run,
  judge: (facts: Facts) => Promise<Draft<R>> | Draft<R>,
  make: (record: R, createdAt: Date) => Promise<Ready<T>>,
): Promise<readonly Ready<T>[]> {
  const ready: Ready<T>[] = []
  for (const one of facts) {
    const draft = await judge(one)
    if ('left' in draft) count(kind, draft.left)
    else ready.push(await make(draft.record, new Date(draft.createdAt ?? now)))
  }
  return ready
}

async function withoutKnown<T>(kind: Kind, ready: readonly Ready<T>[], { ledger, count }: Run): Promise<readonly Ready<T>[]> {
  const known = await ledger.has(ready.map(({ key }) => key))
  count(kind, 'before', ready.filter(({ key }) => known.has(key)).length)
  return ready.filter(({ key }) => !known.has(key))
}

/** What belongs to users who were taken over and are still there: an id that is the same by chance is nobody's claim. */
async function ofThoseTaken<T extends { readonly userId: string }>(
  kind: Kind,
  ready: readonly Ready<T>[],
  { ground, ledger, count }: Run,
): Promise<readonly Ready<T>[]> {
  const ids = [...new Set(ready.map(({ made }) => made.userId))]
  const found = await ground.collections.users.find({ _id: { $in: ids } }).toArray()
  const there = new Set(found.filter(({ pending }) => pending == null).map(({ _id }) => _id))
  const keys = new Map(await Promise.all(ids.map(async (id) => [id, await ledger.keyOf('users', id)] as const)))
  const taken = await ledger.has([...keys.values()])
  const theirs = ready.filter(({ made: { userId } }) => there.has(userId) && taken.has(keys.get(userId) ?? ''))
  count(kind, 'nobody', ready.length - theirs.length)
  return theirs
}

type Documents = { readonly [K in Kind]: MongodbGround['collections'][K] }

/** What is there under the same `_id`. */
async function beside<K extends Kind>(kind: K, ready: readonly Ready<{ readonly _id: string }>[], { ground }: Run) {
  const collection = ground.collections[kind] as Documents[K]
  const found = await (collection as Documents['accounts']).find({ _id: { $in: ready.map(({ made }) => made._id) } }).toArray()
  return { collection, there: new Map(found.map((document) => [document._id, document])) }
}

async function keep<T extends { readonly _id: string }>(
  kind: Kind,
  collection: unknown,
  taken: readonly Ready<T>[],
  there: ReadonlyMap<string, unknown>,
  { ledger, begun, count }: Run,
): Promise<void> {
  if (taken.length === 0) return
  await ledger.begin([...begun, ...taken.map(({ key }) => key)])
  const missing = taken.filter(({ made }) => !there.has(made._id))
  const refused = await insertNew(collection as never, missing.map(({ made }) => made) as never)
  const lost = new Set([...refused].map((at) => missing[at]?.key))
  const kept = taken.filter(({ key }) => !lost.has(key)).map(({ key }) => key)
  await ledger.add(kind, kept)
  count(kind, 'taken', kept.length)
  count(kind, 'refused', lost.size)
}
