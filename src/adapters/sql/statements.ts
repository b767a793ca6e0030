import type { Compilable, Kysely } from 'kysely'
import { compile, given, type Statement } from './statement.js'
import type { AccountsTable, SessionsTable, Tables, UsersTable, VerificationTokensTable } from './tables.js'

/** How many rows one sweep takes from one table. */
const batch = 1000

/** Columns are always named: one that a later version adds is invisible to this one. */
const user = ['id', 'name', 'email', 'email_verified', 'image'] as const satisfies readonly (keyof UsersTable)[]
const session = ['session_token_hash', 'user_id', 'expires', 'sid', 'provider', 'amr', 'auth_time', 'created_at'] as const
const token = ['identifier', 'token_hash', 'expires'] as const
const account = [
  'user_id',
  'type',
  'provider',
  'provider_account_id',
  'issuer',
  'refresh_token',
  'access_token',
  'expires_at',
  'token_type',
  'scope',
  'id_token',
  'session_state',
] as const satisfies readonly (keyof AccountsTable)[]

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

export function compileStatements(db: Kysely<Tables>): Statements {
  return {
    ...userStatements(db),
    ...accountStatements(db),
    ...sessionStatements(db),
    ...tokenStatements(db),
    sweeps: sweepStatements(db),
  }
}

function userStatements(db: Kysely<Tables>) {
  const insert = db.insertInto('users').values(allGiven<UsersTable>([...user, 'created_at', 'updated_at']))
  const select = db.selectFrom('users').select(user)
  const byAccount = db
    .selectFrom('accounts')
    .innerJoin('users', 'users.id', 'accounts.user_id')
    .select([...qualified('users', user), 'accounts.provider', 'accounts.provider_account_id'])
    .where('accounts.provider', '=', given<string>('provider'))
    .where('accounts.provider_account_id', '=', given<string>('provider_account_id'))
  return {
    insertUser: compile(insert),
    userById: compile(select.where('id', '=', given<string>('id'))),
    userByEmail: compile(select.where('email', '=', given<string>('email'))),
    userByAccount: compile(byAccount),
    deleteUser: compile(db.deleteFrom('users').where('id', '=', given<string>('id')).returning(user)),
    updateUser: perColumns<keyof UsersTable>((columns) =>
      db.updateTable('users').set(allGiven<Partial<UsersTable>>(columns)).where('id', '=', given<string>('id')).returning(user),
    ),
  }
}

function accountStatements(db: Kysely<Tables>) {
  const remove = db
    .deleteFrom('accounts')
    .where('provider', '=', given<string>('provider'))
    .where('provider_account_id', '=', given<string>('provider_account_id'))
    .returning(account)
  return {
    insertAccount: compile(db.insertInto('accounts').values(allGiven<AccountsTable>([...account, 'created_at', 'updated_at']))),
    deleteAccount: compile(remove),
  }
}

function sessionStatements(db: Kysely<Tables>) {
  const hash = given<string>('session_token_hash')
  const both = db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select([...qualified('sessions', session), ...qualified('users', user)])
    .where('sessions.session_token_hash', '=', hash)
  return {
    insertSession: compile(db.insertInto('sessions').values(allGiven<SessionsTable>(session))),
    sessionAndUser: compile(both),
    deleteSession: compile(db.deleteFrom('sessions').where('session_token_hash', '=', hash).returning(session)),
    updateSession: perColumns<keyof SessionsTable>((columns) =>
      db.updateTable('sessions').set(allGiven<Partial<SessionsTable>>(columns)).where('session_token_hash', '=', hash).returning(session),
    ),
  }
}

function tokenStatements(db: Kysely<Tables>) {
  const take = db
    .deleteFrom('verification_tokens')
    .where('identifier', '=', given<string>('identifier'))
    .where('token_hash', '=', given<string>('token_hash'))
    .returning(token)
  // A window that is over begins anew, all in one statement: two processes never read the same count.
  const count = db
    .insertInto('rate_counters')
    .values({ key: given('key'), count: 1, resets: given('resets') })
    .onConflict((row) =>
      row.column('key').doUpdateSet((is) => {
        const over = is('rate_counters.resets', '<=', given<number>('now'))
        return {
          count: is
            .case()
            .when(over)
            .then(is.lit(1))
            .else(is('rate_counters.count', '+', is.lit(1)))
            .end(),
          resets: is.case().when(over).then(is.ref('excluded.resets')).else(is.ref('rate_counters.resets')).end(),
        }
      }),
    )
    .returning(['key', 'count', 'resets'])
  return {
    insertToken: compile(db.insertInto('verification_tokens').values(allGiven<VerificationTokensTable>([...token, 'created_at']))),
    takeToken: compile(take),
    countAttempt: compile(count),
  }
}

function sweepStatements(db: Kysely<Tables>): readonly Statement[] {
  const before = given<number>('before')
  const sessions = db.selectFrom('sessions').select('session_token_hash').where('expires', '<', before).limit(batch)
  const tokens = db.selectFrom('verification_tokens').select('token_hash').where('expires', '<', before).limit(batch)
  const counters = db.selectFrom('rate_counters').select('key').where('resets', '<', before).limit(batch)
  return [
    compile(db.deleteFrom('sessions').where('session_token_hash', 'in', sessions).returning('expires')),
    compile(db.deleteFrom('verification_tokens').where('token_hash', 'in', tokens).returning('expires')),
    compile(db.deleteFrom('rate_counters').where('key', 'in', counters).returning('resets')),
  ]
}

/** `{ id: given('id'), … }` */
function allGiven<T>(columns: readonly (keyof T & string)[]): T {
  return Object.fromEntries(columns.map((column) => [column, given(column)])) as T
}

function qualified<T extends string, C extends string>(table: T, columns: readonly C[]): `${T}.${C}`[] {
  return columns.map((column) => `${table}.${column}` as const)
}

/** There are few sets of columns, so what is kept stays small. */
function perColumns<C extends string>(build: (columns: readonly C[]) => Compilable): (columns: readonly C[]) => Statement {
  const kept = new Map<string, Statement>()
  return (columns) => {
    const name = columns.join()
    const statement = kept.get(name) ?? compile(build(columns))
    kept.set(name, statement)
    return statement
  }
}
