import type { Adapter } from './contract.js'
import { loadBackend, type OpenOptions, type OpenStore } from './open-store.js'
import { readTarget, type Target } from './target.js'
import { uuidV7 } from './uuid.js'

export interface ConnectOptions {
  /** `sqlite:./auth.db`, `file:./auth.db`, `sqlite::memory:`. Paths are relative to the working directory. */
  url: string
  generateId?: () => string
  /** The clock in milliseconds. Default `Date.now`. */
  clock?: () => number
  /** Told of what works but should not stay: a schema of another version. Default `console.warn`. */
  warn?: (code: string, message: string) => void
}

/**
 * An adapter for the database at a URL. It opens at the first verb; all adapters for one URL in one process share one pool of
 * connections, also across Next's hot reload. After `close()` the next verb opens it again. An in-memory database has its tables from
 * the start.
 *
 * A verb answers with a value or with a promise of it, whichever is sooner: `await` it.
 *
 * Throws `InvalidOption` at once for a URL it cannot read.
 */
export function connect(database: string | ConnectOptions): Required<Adapter> {
  const target = readTarget(typeof database === 'string' ? database : database.url)
  return onFirstUse(slotOf(target, typeof database === 'string' ? {} : database))
}

const verbs = [
  'createUser',
  'getUser',
  'getUserByEmail',
  'getUserByAccount',
  'updateUser',
  'deleteUser',
  'linkAccount',
  'unlinkAccount',
  'createSession',
  'getSessionAndUser',
  'updateSession',
  'deleteSession',
  'createVerificationToken',
  'useVerificationToken',
  'transaction',
  'countAttempt',
  'sweep',
  'prepare',
] as const satisfies readonly (keyof Adapter)[]

/** Each verb goes to the open database as it is; only while there is none, it waits for it. */
function onFirstUse(slot: Slot): Required<Adapter> {
  const forward = (verb: (typeof verbs)[number]) => {
    // The arguments and the answer are those of the verb; TypeScript cannot follow them through a list of names.
    const call = ({ adapter }: OpenStore, args: readonly unknown[]): unknown =>
      (adapter[verb] as (...args: readonly unknown[]) => unknown)(...args)
    return (...args: readonly unknown[]): unknown => (slot.open ? call(slot.open, args) : open(slot).then((store) => call(store, args)))
  }
  const forwarded = Object.fromEntries(verbs.map((verb) => [verb, forward(verb)])) as unknown as Omit<Required<Adapter>, 'close'>
  return { ...forwarded, close: () => close(slot) }
}

type Wishes = Pick<ConnectOptions, 'clock' | 'warn' | 'generateId'>

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
  slot.opening ??= loadBackend(slot.target)
    .then((backend) => backend.open(slot.target, options))
    .then((store) => {
      slot.open = store
      return store
    })
    .finally(() => {
      slot.opening = undefined
    })
  return slot.opening
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
  const name = target.client ? target.entityPrefix : JSON.stringify(target)
  const slot = slots.get(name) ?? { target, wishes }
  slot.wishes = wishes
  slots.set(name, slot)
  return slot
}

function toConsole(code: string, message: string): void {
  console.warn(`[next-auth] ${code}: ${message}`)
}
