import type { Collection, CreateIndexesOptions, IndexDescriptionInfo } from 'mongodb'
import { AuthError, isAuthError } from '../../base/errors.js'
import { limited } from '../../base/limited.js'
import { outage } from '../failures.js'
import { migrationLimit, statementLimit } from '../time-limits.js'
import { type Collections, collectionNames } from './collections.js'
import { explain, isNamespaceMissing, isUnsupported } from './explain.js'

export interface Index {
  readonly collection: keyof Collections
  readonly name: string
  readonly key: Readonly<Record<string, 1>>
  /** How it is made; each form is for servers that do not know the one before. */
  readonly forms: readonly Form[]
  /** What is wrong without it. */
  readonly lack: string
}

type Form = Readonly<Pick<CreateIndexesOptions, 'unique' | 'sparse' | 'expireAfterSeconds' | 'partialFilterExpression'>>

/** Housekeeping by the server, an hour late: whoever has a session that is over is told so, and clocks differ. */
const afterwards: readonly Form[] = [{ expireAfterSeconds: 3600 }, {}]

const slow = 'looking for the documents of a user, or for what has expired, reads the whole collection.'

export const indexes: readonly Index[] = [
  {
    collection: 'users',
    name: 'users_email_unique',
    key: { email: 1 },
    forms: [{ unique: true, partialFilterExpression: { email: { $type: 'string' } } }, { unique: true, sparse: true }, { unique: true }],
    lack: 'two users could share an address.',
  },
  { collection: 'users', name: 'users_pending', key: { 'pending.until': 1 }, forms: [{ sparse: true }, {}], lack: slow },
  { collection: 'accounts', name: 'accounts_user_id', key: { userId: 1 }, forms: [{}], lack: slow },
  { collection: 'sessions', name: 'sessions_user_id', key: { userId: 1 }, forms: [{}], lack: slow },
  { collection: 'sessions', name: 'sessions_expires', key: { expires: 1 }, forms: afterwards, lack: slow },
  { collection: 'tokens', name: 'verification_tokens_expires', key: { expires: 1 }, forms: afterwards, lack: slow },
  { collection: 'counters', name: 'rate_counters_resets', key: { resets: 1 }, forms: afterwards, lack: slow },
]

/** Without it we write nothing. */
export const addressIndex: Index = indexes[0] as Index

/** What the server has; nothing where there is no collection yet. */
export async function listIndexes(collection: Collection<never>): Promise<readonly IndexDescriptionInfo[]> {
  try {
    return await limited(collection.listIndexes().toArray(), statementLimit, () => outage('slow'))
  } catch (error) {
    if (isNamespaceMissing(error)) return []
    throw explain(error)
  }
}

/** By what it does, not by its name. */
export function isAmong({ key, forms }: Index, existing: readonly IndexDescriptionInfo[]): boolean {
  const unique = forms[0]?.unique === true
  return existing.some((index) => JSON.stringify(index.key) === JSON.stringify(key) && (!unique || index.unique === true))
}

/** Makes an index in the first form that the server knows; whether that was the best one, or `'none'`. */
export async function createIndex(index: Index, collection: Collection<never>, prefix: string): Promise<'best' | 'lesser' | 'none'> {
  for (const form of index.forms) {
    try {
      const options = { ...form, name: `${prefix}${index.name}` } as CreateIndexesOptions
      await limited(collection.createIndex({ ...index.key }, options), migrationLimit, () => outage('slow'))
      return form === index.forms[0] ? 'best' : 'lesser'
    } catch (error) {
      if (!isRefusedForm(error)) throw indexTrouble(error, index)
    }
  }
  return 'none'
}

/** Some say of an option they do not know that it is invalid: CannotCreateIndex, InvalidOptions, InvalidIndexSpecificationOption. */
function isRefusedForm(error: unknown): boolean {
  return isUnsupported(error) || [67, 72, 197].includes(Number((error as { code?: unknown }).code))
}

function indexTrouble(error: unknown, { collection, name }: Index): AuthError {
  const { code } = error as { code?: unknown }
  const where = collectionNames[collection]
  // IndexOptionsConflict, IndexKeySpecsConflict
  if (code === 85 || code === 86)
    return new AuthError(
      'AdapterError',
      `The collection \`${where}\` has another index where \`${name}\` belongs. Drop that one: npx next-auth migrate makes ours.`,
      { details: { index: name } },
    )
  const named = explain(error)
  if (!isAuthError(named) || named.details.conflict === undefined) return named
  return new AuthError('AdapterError', `The collection \`${where}\` has documents that the unique index \`${name}\` refuses.`, {
    details: { index: name },
  })
}

/** The same for mongosh. */
export function command({ collection, name, key, forms }: Index, prefix: string): string {
  const where = JSON.stringify(`${prefix}${collectionNames[collection]}`)
  return `db.getCollection(${where}).createIndex(${JSON.stringify(key)}, ${JSON.stringify({ ...forms[0], name: `${prefix}${name}` })})`
}
