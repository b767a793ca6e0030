import { isEdgeRuntime } from '../base/edge-runtime.js'
import { AuthError } from '../base/errors.js'
import type { ConnectOptions, ReadyClient } from './connect-options.js'
import type { Adapter } from './contract.js'
import { forwarded } from './forwarded.js'
import { loadBackend, type OpenOptions, type OpenStore } from './open-store.js'
import { readTarget, type Target } from './target.js'
import { uuidV7 } from './uuid.js'

/**
 * An adapter for a database: by its URL, by options, or over a client of the application's own. It opens at the first verb; all adapters
 * for one database in one process share one pool of connections, also across Next's hot reload. After `close()` the next verb opens it
 * again. An in-memory database has its tables from the start.
 *
 * A verb answers with a value or with a promise of it, whichever is sooner: `await` it.
 *
 * Throws `InvalidOption` at once for a URL or options it cannot read.
 */
export function connect(database: string | ConnectOptions | ReadyClient): Required<Adapter> {
  const target = readTarget(database)
  return onFirstUse(slotOf(target, isOptions(database, target) ? database : {}))
}

/** Neither a URL nor a client by itself. */
function isOptions(database: string | ConnectOptions | ReadyClient, { client }: Target): database is ConnectOptions {
  return typeof database !== 'string' && database !== client
}

/** Each verb goes to the open database as it is; only while there is none, it waits for it. */
function onFirstUse(slot: Slot): Required<Adapter> {
  return {
    ...forwarded(
      () => slot.open?.adapter,
      async () => (await open(slot)).adapter,
    ),
    close: () => close(slot),
  }
}

type Wishes = Pick<ConnectOptions, 'clock' | 'warn' | 'generateId' | 'secondary'>

/** A database of this process: open, being opened, or neither. */
interface Slot {
  readonly target: Target
  /** Those of whoever asked last: after a hot reload they are functions of the newer code. */
  wishes: Wishes
  open?: OpenStore | undefined
  opening?: Promise<OpenStore> | undefined
}

/** Of any number of first callers, one opens; a failure is not kept. */
function open(slot: Slot): Promise<OpenStore> {
  const clock = (): number => (slot.wishes.clock ?? Date.now)()
  const options: OpenOptions = {
    clock,
    generateId: () => slot.wishes.generateId?.() ?? uuidV7(clock()),
    warn: (code, message) => (slot.wishes.warn ?? toConsole)(code, message),
    create: true,
  }
  slot.opening ??= openStore(slot, options)
    .then((store) => {
      slot.open = store
      return store
    })
    .finally(() => {
      slot.opening = undefined
    })
  return slot.opening
}

async function openStore({ target, wishes }: Slot, options: OpenOptions): Promise<OpenStore> {
  if (isEdgeRuntime() && !target.client) throw beyondTheEdge()
  const store = await (await loadBackend(target)).open(target, options)
  if (!wishes.secondary) return store
  const { withRedis } = await import('./redis/with-redis.js')
  return { ...store, adapter: withRedis(store.adapter, wishes.secondary, options) }
}

/** Drivers speak over sockets, which that runtime does not have. Said before one is looked for: it may well be installed. */
function beyondTheEdge(): AuthError {
  return new AuthError(
    'MissingDependency',
    'A database is out of reach for the edge runtime. To look at stored sessions there, name the file `proxy.ts` (Next 16), set `runtime: "nodejs"` in the `config` of `middleware.ts` (Next 15.5), or hand in an `adapter` that speaks HTTP; or keep sessions in tokens: `session: { strategy: "jwt" }`.',
  )
}

async function close(slot: Slot): Promise<void> {
  const store = slot.open ?? (await slot.opening?.catch(() => undefined))
  slot.open = undefined
  await store?.adapter.close()
}

const slotsKey = Symbol.for('next-auth.databases')

interface Slots {
  readonly byTarget: Map<string, Slot>
  /** By the application's own client, and the prefix of the tables. */
  readonly byClient: WeakMap<object, Map<string, Slot>>
}

/**
 * The one thing kept outside of any configuration: Next reloads modules while the process runs, and every reload would open the
 * database once more.
 */
function slotOf(target: Target, wishes: Wishes): Slot {
  const holder = globalThis as { [slotsKey]?: Slots }
  holder[slotsKey] ??= { byTarget: new Map(), byClient: new WeakMap() }
  const { byTarget, byClient } = holder[slotsKey]
  const slots = target.client ? (byClient.get(target.client) ?? new Map<string, Slot>()) : byTarget
  if (target.client) byClient.set(target.client, slots)
  const name = JSON.stringify(target.client ? [target.entityPrefix, wishes.secondary] : [target, wishes.secondary])
  const slot = slots.get(name) ?? { target, wishes }
  slot.wishes = wishes
  slots.set(name, slot)
  return slot
}

function toConsole(code: string, message: string): void {
  console.warn(`[next-auth] ${code}: ${message}`)
}
