import type { Family } from './earlier-tables.js'

/** Tables as the documentation of an earlier adapter has them, or as its entities make them. */
export interface Shape {
  readonly name: string
  readonly generation: 3 | 4
  readonly tables: Readonly<Record<'users' | 'accounts' | 'sessions' | 'tokens', string>>
  /** `user_id` or `userId`; what OAuth itself calls things is the same everywhere. */
  readonly style: 'snake' | 'camel'
  readonly ids: 'number' | 'text'
  /** Whether accounts and sessions have an id of their own. */
  readonly idsEverywhere: boolean
  /** The type of moments. */
  readonly time: Readonly<Record<Family, string>>
}

const dates = { sqlite: 'datetime', postgres: 'timestamptz', mysql: 'datetime(3)' } as const
const plural = { users: 'users', accounts: 'accounts', sessions: 'sessions', tokens: 'verification_tokens' } as const
const pascal = { users: 'User', accounts: 'Account', sessions: 'Session', tokens: 'VerificationToken' } as const

export const shapes: readonly Shape[] = [
  {
    name: 'v3, TypeORM',
    generation: 3,
    tables: { ...plural, tokens: 'verification_requests' },
    style: 'snake',
    ids: 'number',
    idsEverywhere: true,
    time: { ...dates, mysql: 'datetime(6)' },
  },
  {
    name: 'Prisma',
    generation: 4,
    tables: pascal,
    style: 'camel',
    ids: 'text',
    idsEverywhere: true,
    // Integers in SQLite, and no zone in PostgreSQL.
    time: { ...dates, sqlite: 'bigint', postgres: 'timestamp(3)' },
  },
  {
    name: 'Prisma with @map',
    generation: 4,
    tables: plural,
    style: 'snake',
    ids: 'text',
    idsEverywhere: false,
    time: { ...dates, postgres: 'timestamp(3)' },
  },
  {
    name: 'Drizzle',
    generation: 4,
    tables: { users: 'user', accounts: 'account', sessions: 'session', tokens: 'verificationToken' },
    style: 'camel',
    ids: 'text',
    idsEverywhere: false,
    time: { sqlite: 'integer', postgres: 'timestamp', mysql: 'timestamp(3)' },
  },
  { name: 'Kysely', generation: 4, tables: pascal, style: 'camel', ids: 'text', idsEverywhere: true, time: { ...dates, sqlite: 'text' } },
  {
    name: '@auth/pg-adapter',
    generation: 4,
    tables: { ...plural, tokens: 'verification_token' },
    style: 'camel',
    ids: 'number',
    idsEverywhere: true,
    time: dates,
  },
  { name: 'v4, TypeORM', generation: 4, tables: plural, style: 'camel', ids: 'text', idsEverywhere: true, time: dates },
]

/** What makes the tables, and rows in them: `insert` takes values by their names in the snake style; moments are ISO text. */
export function spoken(shape: Shape, family: Family) {
  const quote = (name: string): string => (family === 'mysql' ? `\`${name}\`` : `"${name}"`)
  const styled = (name: string): string =>
    shape.style === 'snake' || ofOAuth.has(name) ? name : name.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase())
  const table = (kind: keyof Shape['tables']): string => quote(shape.tables[kind])
  const insert = (kind: keyof Shape['tables'], row: Readonly<Record<string, string | number | null>>): string => {
    const values = Object.values(row).map((value) => literal(value, shape.time[family], family))
    return `insert into ${table(kind)} (${Object.keys(row).map(styled).map(quote).join(', ')}) values (${values.join(', ')})`
  }
  const create = (kind: keyof Shape['tables'], columns: readonly string[]): string => {
    const lines = columns.map((line) => line.replace(/^(\w+)/, (name) => quote(styled(name))))
    return `create table ${table(kind)} (${lines.join(', ')}${keyOf(kind, shape, quote, styled)})`
  }
  return { create: creations(shape, family).map(([kind, columns]) => create(kind, columns)), insert, table, quote, styled }
}

const ofOAuth = new Set(['refresh_token', 'access_token', 'expires_at', 'token_type', 'id_token', 'session_state'])

function creations(
  { generation, ids, idsEverywhere, time }: Shape,
  family: Family,
): readonly (readonly [keyof Shape['tables'], string[]])[] {
  const [text, at] = [family === 'mysql' ? 'varchar(191)' : 'varchar(255)', time[family]]
  const id = ids === 'text' ? text : 'integer'
  const own = idsEverywhere ? [`id ${id} not null primary key`] : []
  const account =
    generation === 3 ? ['compound_id', 'provider_type', 'provider_id'] : ['type', 'provider', 'token_type', 'scope', 'session_state']
  return [
    [
      'users',
      [`id ${id} not null primary key`, `name ${text}`, `email ${text} unique`, `email_verified ${at} null`, 'image text', `role ${text}`],
    ],
    [
      'accounts',
      [
        ...own,
        `user_id ${id} not null`,
        ...account.map((name) => `${name} ${text}`),
        `provider_account_id ${text} not null`,
        'refresh_token text',
        'access_token text',
        ...(generation === 3 ? [`access_token_expires ${at} null`] : ['expires_at bigint', 'id_token text']),
      ],
    ],
    ['sessions', [...own, `user_id ${id} not null`, `expires ${at} not null`, `session_token ${text} not null unique`]],
    ['tokens', [`identifier ${text} not null`, `token ${text} not null`, `expires ${at} not null`]],
  ]
}

function keyOf(kind: keyof Shape['tables'], shape: Shape, quote: (name: string) => string, styled: (name: string) => string): string {
  if (kind === 'tokens') return ''
  if (kind === 'accounts' && !shape.idsEverywhere) return `, primary key (provider, ${quote(styled('provider_account_id'))})`
  return ''
}

function literal(value: string | number | null, time: string, family: Family): string {
  if (value === null || typeof value === 'number') return String(value)
  if (!/^\d{4}-\d\d-\d\dT.*Z$/.test(value)) return `'${value}'`
  if (/int/.test(time)) return String(Date.parse(value))
  // No zone is spoken of: it is UTC all the same.
  return family === 'postgres' && time === 'timestamptz' ? `'${value}'` : `'${value.replace('T', ' ').replace('Z', '')}'`
}
