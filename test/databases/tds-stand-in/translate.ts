import type { Column } from './tokens.js'

/** A statement of ours for SQLite: what it answers with, and what stands for its parameters. */
export interface Translated {
  readonly text: string
  readonly kind: 'rows' | 'count' | 'lock'
  readonly writes: boolean
}

/** The forms of T-SQL that next-auth uses, and no others. */
export function translate(text: string): Translated {
  const plain = text.replace(/\s+/g, ' ').trim()
  const found = forms.map(([form, to]) => ({ match: form.exec(plain), to })).find(({ match }) => match)
  if (!found?.match) throw new Error(`The stand-in does not know this form: ${plain}`)
  return found.to(found.match)
}

const forms: readonly (readonly [RegExp, (match: RegExpExecArray) => Translated])[] = [
  [
    /^declare @taken int; exec @taken = sp_getapplock .*@LockOwner = 'Transaction'.*; if @taken < 0 throw 51000, '[^']*', 1$/,
    () => read('', 'lock'),
  ],
  [/^select t\.name as name from sys\.tables as t .* and i\.name is not null$/, () => read(objects)],
  [/^select t\.name as name, c\.name as column_name from sys\.columns as c .*$/, () => read(columns)],
  [/^select [^']*$/, ([text]) => read(numbered(text))],
  [/^create table "\w+" \(.*\)$/, ([text]) => write(`${types(text)} strict`)],
  [/^create (unique )?index "\w+" on "\w+" \([^)]*\)( where "email" is not null)?$/, ([text]) => write(text)],
  [/^alter table "\w+" add "\w+" nvarchar\(max\)$/, ([text]) => write(types(text))],
  [/^drop table "\w+"$/, ([text]) => write(text)],
  [/^(insert into "\w+" \([^)]*\)) values (\(.*\))$/, ([text]) => write(numbered(text))],
  [
    /^(insert into "\w+" \([^)]*\)) output (.*) values (\(.*\))$/,
    ([, head = '', output = '', values = '']) =>
      write(`${numbered(head)} values ${numbered(values)} returning ${named(output, 'inserted')}`, 'rows'),
  ],
  [
    /^(update "\w+" set .*) output (.*) where (.*)$/,
    ([, head = '', output = '', where = '']) =>
      write(`${numbered(head)} where ${numbered(where)} returning ${named(output, 'inserted')}`, 'rows'),
  ],
  [
    /^delete top\((\d+)\) from ("\w+") output (.*) where (.*)$/,
    ([, top, table, output = '', where = '']) =>
      write(
        `delete from ${table} where rowid in (select rowid from ${table} where ${numbered(where)} limit ${top}) returning ${named(output, 'deleted')}`,
        'rows',
      ),
  ],
]

const objects = `select name from sqlite_master where type in ('table', 'index')`
const columns = `select t.name as name, c.name as column_name from sqlite_master as t, pragma_table_info(t.name) as c where t.type = 'table'`

/** What numbers are, wherever they stand; everything else is text, but the identifiers of accounts. */
const numbers = /^(email_verified|created_at|updated_at|expires_at|expires|auth_time|count|resets|version|applied_at)$/

export function columnOf(name: string): Column {
  if (name === 'provider_account_id') return { name, type: 'varbinary' }
  return { name, type: numbers.test(name) ? 'bigint' : 'nvarchar' }
}

function read(text: string, kind: Translated['kind'] = 'rows'): Translated {
  return { text, kind, writes: kind === 'lock' }
}

function write(text: string, kind: Translated['kind'] = 'count'): Translated {
  return { text, kind, writes: true }
}

function numbered(text: string): string {
  return text.replace(/@(\d+)/g, '?$1')
}

/** Trailing spaces are not compared, as by SQL Server whatever the collation; upper and lower case are, as by BIN2. */
function types(text: string): string {
  const left = text
    .replaceAll('nvarchar(191) collate Latin1_General_100_BIN2', 'text collate rtrim')
    .replaceAll('nvarchar(max)', 'text')
    .replaceAll('varbinary(767)', 'blob')
    .replaceAll('bigint', 'integer')
    .replaceAll('primary key nonclustered (', 'primary key (')
  if (/nvarchar|varbinary|nonclustered|collate (?!rtrim)/.test(left))
    throw new Error(`The stand-in does not know a type of this table: ${text}`)
  return left
}

/** `"inserted"."a" as "a", …` */
function named(output: string, from: string): string {
  const one = new RegExp(`^"${from}"\\.("\\w+") as \\1$`)
  return output
    .split(', ')
    .map((part) => {
      const name = one.exec(part)?.[1]
      if (!name) throw new Error(`The stand-in does not know this output: ${part}`)
      return name
    })
    .join(', ')
}
