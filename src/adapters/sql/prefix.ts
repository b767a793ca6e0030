import type { KyselyPlugin, RootOperationNode } from 'kysely'
import { columnsOf } from './tables.js'

/** Puts `prefix` before the names of our tables, indexes and constraints, in every query compiled with it. */
export function prefixPlugin(prefix: string): KyselyPlugin {
  return {
    transformQuery: ({ node }) => rename(node, prefix) as RootOperationNode,
    transformResult: async ({ result }) => result,
  }
}

/** A table of ours, or an index or constraint, which is called after its table: `users`, `users_email_unique`. */
const ours = new RegExp(`^(${Object.keys(columnsOf).join('|')})(_|$)`)

/** A node of Kysely's is plain data; its names are in nodes of one kind, those of columns apart from all others. */
function rename(node: unknown, prefix: string): unknown {
  if (Array.isArray(node)) return node.map((part) => rename(part, prefix))
  if (typeof node !== 'object' || node === null) return node
  const { kind, name } = node as { kind?: unknown; name?: unknown }
  if (kind === undefined || kind === 'ColumnNode') return node
  if (kind === 'IdentifierNode') return typeof name === 'string' && ours.test(name) ? { ...node, name: prefix + name } : node
  return Object.fromEntries(Object.entries(node).map(([key, part]) => [key, rename(part, prefix)]))
}
