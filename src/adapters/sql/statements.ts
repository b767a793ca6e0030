import type { Kysely } from 'kysely'
import { compile, given, givenAll, type Statement } from './statement.js'
import { columnsOf, type SessionsTable, type TableName, type Tables, type UsersTable } from './tables.js'
import type { WriteForms } from './write-forms.js'

/** How many rows one sweep takes from one table. */
const batch = 1000

/** Every statement that runs for a request, once. */
export interface Statements {
  readonly insertUser: Statement
  readonly userById: Statement
  readonly userByEmail: Statement
  readonly userByAccount: Statement
  readonly deleteUser: Statement
  readonly insertAccount: Statement
  readonly deleteAccount: Statement
  readonly insertSession: Statement
  /** One statement for the hot path: who is here now. */
  readonly sessionAndUser: Statement
  readonly deleteSession: Statement
  readonly insertToken: Statement
  /** Finds and deletes in one step: of any number of callers, one gets the row. */
  readonly takeToken: Statement
  readonly countAttempt: Statement
  readonly sweeps: readonly Statement[]
  /** One statement for each set of columns, compiled when it is first asked for. */
  updateUser(columns: readonly (keyof UsersTable)[]): Statement
  updateSession(columns: readonly (keyof SessionsTable)[]): Statement
}

/** Whether the database has a column; a schema of another version may lack one. */
export type Has = (table: TableName, column: string) => boolean

/** What all statements are made with. */
interface Bench {
  readonly db: Kysely<Tables>
  readonly forms: WriteForms
  /** The columns of a table that are there. */
  present<T extends TableName>(table: T): readonly (keyof Tables[T] & string)[]
  has: Has
}

export function compileStatements(db: Kysely<Tables>, forms: WriteForms, has: Has): Statements {
  const present: Bench['present'] = (table) => columnsOf[table].filter((column) => has(table, column)) as never
  const bench: Bench = { db, forms, present, has }
  return { ...userStatements(bench), ...accountStatements(bench), ...sessionStatements(bench), ...passingStatements(bench) }
}

type UserStatements = Pick<Statements, 'insertUser' | 'userById' | 'userByEmail' | 'userByAccount' | 'deleteUser' | 'updateUser'>

function userStatements({ db, forms, present, has }: Bench): UserStatements {
  const columns = present('users')
  const facts = withoutTimes(columns)
  const select = db.selectFrom('users').select(facts)
  const vouched = has('accounts', 'issuer') ? (['accounts.issuer'] as const) : []
  const byAccount = db
    .selectFrom('accounts')
    .innerJoin('users', 'users.id', 'accounts.user_id')
    .select([...qualified('users', facts), 'accounts.provider', 'accounts.provider_account_id', ...vouched])
    .where('accounts.provider', '=', given<string>('provider'))
    .where('accounts.provider_account_id', '=', given<string>('provider_account_id'))
  return {
    insertUser: { ...insert(db, 'users', columns), duplicate: 'user' },
    userById: compile(select.where('id', '=', given<string>('id'))),
    userByEmail: compile(select.where('email', '=', given<string>('email'))),
    userByAccount: compile(byAccount),
    deleteUser: forms.remove('users', facts, ['id']),
    updateUser: perColumns<keyof UsersTable>((changed) => {
      const set = changed.filter((column) => has('users', column))
      return { ...forms.change('users', facts, set.length > 0 ? set : ['id'], ['id']), duplicate: 'email' }
    }),
  }
}

function accountStatements({ db, forms, present }: Bench): Pick<Statements, 'insertAccount' | 'deleteAccount'> {
  const columns = present('accounts')
  return {
    insertAccount: { ...insert(db, 'accounts', columns), duplicate: 'account' },
    deleteAccount: forms.remove('accounts', withoutTimes(columns), ['provider', 'provider_account_id']),
  }
}

type SessionStatements = Pick<Statements, 'insertSession' | 'sessionAndUser' | 'deleteSession' | 'updateSession'>

function sessionStatements({ db, forms, present, has }: Bench): SessionStatements {
  const columns = present('sessions')
  // `created_at` and `provider` are columns of the session only, `user_id` is the user's `id`: no name stands for two things.
  const both = db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([...qualified('sessions', columns), ...qualified('users', withoutTimes(present('users')))])
    .where('sessions.session_token_hash', '=', given<string>('session_token_hash'))
  return {
    insertSession: { ...insert(db, 'sessions', columns), duplicate: 'session' },
    sessionAndUser: compile(both),
    deleteSession: forms.remove('sessions', columns, ['session_token_hash']),
    updateSession: perColumns<keyof SessionsTable>((changed) => {
      const set = changed.filter((column) => has('sessions', column))
      // Nothing to change: the key is set to what it is, so that the answer still tells whether there is such a session.
      return forms.change('sessions', columns, set.length > 0 ? set : ['session_token_hash'], ['session_token_hash'])
    }),
  }
}

/** What lives for a while: one-time tokens, counters, and what removes those that have outlived themselves. */
function passingStatements({ db, forms, present }: Bench): Pick<Statements, 'insertToken' | 'takeToken' | 'countAttempt' | 'sweeps'> {
  const columns = present('verification_tokens')
  return {
    insertToken: { ...insert(db, 'verification_tokens', columns), duplicate: 'token' },
    takeToken: forms.remove('verification_tokens', withoutTimes(columns), ['identifier', 'token_hash']),
    countAttempt: forms.count(),
    sweeps: [
      forms.sweep('sessions', 'session_token_hash', 'expires', batch),
      forms.sweep('verification_tokens', 'token_hash', 'expires', batch),
      forms.sweep('rate_counters', 'key', 'resets', batch),
    ],
  }
}

function insert<T extends TableName>(db: Kysely<Tables>, table: T, columns: readonly (keyof Tables[T] & string)[]): Statement {
  return compile(db.insertInto(table).values(givenAll<never>(columns)))
}

/** When a row was made and changed is for whoever looks into the table; nothing of ours asks. */
function withoutTimes<C extends string>(columns: readonly C[]): Exclude<C, 'created_at' | 'updated_at'>[] {
  return columns.filter((column) => column !== 'created_at' && column !== 'updated_at') as never
}

function qualified<T extends string, C extends string>(table: T, columns: readonly C[]): `${T}.${C}`[] {
  return columns.map((column) => `${table}.${column}` as const)
}

/** There are few sets of columns, so what is kept stays small. */
function perColumns<C extends string>(build: (columns: readonly C[]) => Statement): (columns: readonly C[]) => Statement {
  const kept = new Map<string, Statement>()
  return (columns) => {
    const name = columns.join()
    const statement = kept.get(name) ?? build(columns)
    kept.set(name, statement)
    return statement
  }
}
