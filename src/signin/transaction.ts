import { AuthError } from '../base/errors.js'
import type { Context } from '../config/context.js'
import { equal } from '../crypto/compare.js'
import { sha256 } from '../crypto/hash.js'
import { seal, unseal } from '../crypto/seal.js'
import type { CookieOptions } from '../http/cookies.js'

/** What has to survive one round trip to a provider, whatever the protocol. It travels sealed in a cookie of its own. */
export interface Transaction {
  readonly provider: string
  /** What the answer brings back and the transaction is found by: `state`, or OAuth 1's `oauth_token`. `undefined` only with `dangerouslySkipChecks`. */
  readonly key: string | undefined
  readonly callbackUrl: string | undefined
  readonly linkTo: string | undefined
  /** Milliseconds since 1970. */
  readonly begun: number
}

/** A way back of a provider: how it keeps its transaction. */
export interface Lane {
  readonly id: string
  /** The answer comes as a POST from the provider's own page, so the cookie must travel across sites. */
  readonly crossSite: boolean
}

export interface Transactions<T extends Transaction> {
  /** Puts the sealed transaction into the jar, and makes room for it. */
  open(transaction: T, lane: Lane, ctx: Context): Promise<void>
  /** The transaction that this answer belongs to: once. Its cookie goes, whatever comes of it. Throws `InvalidCheck`, `TransactionExpired`. */
  take(key: string | undefined, lane: Lane, ctx: Context): Promise<T>
}

const lifetime = 15 * 60_000
/** The cookie outlives what is in it, so that "too late" can be told from "unknown". In seconds. */
const cookieSeconds = 30 * 60
/** Sign-ins under way in one browser. */
const most = 5
/** Characters that all of them may take together: request headers have their limits. */
const budget = 6000
const maxSpent = 10_000

/** One per sign-in method and engine: it remembers which answers were used up. */
export function createTransactions<T extends Transaction>(): Transactions<T> {
  const spent = new Map<string, number>()
  return {
    open: openTransaction,
    take: (key, lane, ctx) => takeTransaction(key, lane, ctx, spent),
  }
}

async function openTransaction(transaction: Transaction, lane: Lane, ctx: Context): Promise<void> {
  const name = await cookieName(transaction.key, lane, ctx)
  const begun = String(transaction.begun)
  const bind = bound(name, lane, begun, ctx)
  const sealed = await seal(ctx.settings.keyring, {
    purpose: 'transaction',
    bind,
    value: transaction,
    expires: transaction.begun + lifetime,
  })
  const value = `${begun}.${sealed}`
  makeRoom(name, value.length, ctx)
  ctx.jar.set(name, value, attributes(lane, ctx), cookieSeconds)
}

async function takeTransaction<T extends Transaction>(
  key: string | undefined,
  lane: Lane,
  ctx: Context,
  spent: Map<string, number>,
): Promise<T> {
  const name = await cookieName(key, lane, ctx)
  const value = ctx.cookies.get(name)
  if (value === undefined) throw failed(missing, lane)
  ctx.jar.clear(name, attributes(lane, ctx))
  const dot = value.indexOf('.')
  const begun = value.slice(0, dot)
  const bind = bound(name, lane, begun, ctx)
  const transaction = await unseal<T>(ctx.settings.keyring, { purpose: 'transaction', bind, now: ctx.now }, value.slice(dot + 1))
  if (!transaction && isTime(begun) && isOld(begun, ctx.now)) throw expired(lane)
  if (!transaction || transaction.provider !== lane.id || !sameKey(transaction.key, key)) {
    throw failed(
      'The transaction cookie is not for this answer: it was made for another provider or site, with another secret, or was changed.',
      lane,
    )
  }
  if (!(ctx.now - transaction.begun < lifetime)) throw expired(lane)
  // No `await` between looking and marking: of two answers at the same moment one goes on.
  if (isSpent(name + begun, ctx.now, spent))
    throw failed('This answer was used already. Somebody reloaded the page, or sent it twice.', lane)
  return transaction
}

const missing =
  'There is no transaction cookie for this answer: the sign-in began in another browser or on another host name (`localhost` and `127.0.0.1` are two), ended already, or began more than half an hour ago.'

/** The cookie is found by its key and tells nothing of it. Without a key there is one attempt per provider. */
async function cookieName(key: string | undefined, lane: Lane, ctx: Context): Promise<string> {
  const id = await sha256(key ?? `no key: ${lane.id}`)
  return ctx.names.transaction.name + id.slice(0, 12)
}

/** What the seal is bound to: an envelope under another name, for another provider, site or time does not open. */
function bound(name: string, lane: Lane, begun: string, ctx: Context): string[] {
  return [name, lane.id, ctx.base, begun]
}

function attributes(lane: Lane, ctx: Context): CookieOptions {
  const { options } = ctx.names.transaction
  // A POST from another site carries `SameSite=None` only, and browsers take that with `Secure` only (RFC 6265bis §5.7).
  return lane.crossSite ? { ...options, sameSite: 'none', secure: true } : options
}

/** Clears what is over or unreadable, then the oldest, until there is room for one more. */
function makeRoom(name: string, length: number, ctx: Context): void {
  const { name: prefix, options } = ctx.names.transaction
  const drop = (old: string): void => ctx.jar.clear(old, options)
  const open: { readonly name: string; readonly begun: number; readonly length: number }[] = []
  for (const other of ctx.cookies.startingWith(prefix)) {
    if (other === name || !/^[\w-]{12}$/.test(other.slice(prefix.length))) continue
    const value = ctx.cookies.get(other) ?? ''
    const begun = value.slice(0, value.indexOf('.'))
    if (isOld(begun, ctx.now)) drop(other)
    else open.push({ name: other, begun: Number(begun), length: value.length })
  }
  open.sort((a, b) => b.begun - a.begun)
  let total = length
  for (const [index, { name: other, length: size }] of open.entries()) {
    total += size
    if (index + 1 >= most || total > budget) drop(other)
  }
}

/** Unreadable is as good as old. */
function isOld(begun: string, now: number): boolean {
  return !isTime(begun) || now - Number(begun) >= lifetime
}

function isTime(begun: string): boolean {
  return /^\d{1,15}$/.test(begun)
}

function sameKey(kept: string | undefined, given: string | undefined): boolean {
  return kept === undefined || given === undefined ? kept === given : equal(kept, given)
}

function isSpent(attempt: string, now: number, spent: Map<string, number>): boolean {
  if (spent.has(attempt)) return true
  // In order of insertion, so the first ones are the oldest.
  for (const [old, at] of spent) {
    if (now - at < lifetime && spent.size < maxSpent) break
    spent.delete(old)
  }
  spent.set(attempt, now)
  return false
}

function failed(message: string, lane: Lane): AuthError {
  return new AuthError('InvalidCheck', message, { details: { provider: lane.id } })
}

function expired(lane: Lane): AuthError {
  return new AuthError('TransactionExpired', 'More than 15 minutes passed between the start of the sign-in and the answer.', {
    details: { provider: lane.id },
  })
}
