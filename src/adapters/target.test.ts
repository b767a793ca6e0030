import { expect, test } from 'vitest'
import { readTarget } from './target.js'

const read = (url: string): unknown => {
  const { kind, location, synchronize } = readTarget(url)
  return [kind, location, synchronize]
}

test('the ways to write a SQLite database', () => {
  expect(read('sqlite:./auth.db')).toEqual(['sqlite', './auth.db', false])
  expect(read('sqlite:auth.db')).toEqual(['sqlite', 'auth.db', false])
  expect(read('sqlite:/var/auth.db')).toEqual(['sqlite', '/var/auth.db', false])
  expect(read('sqlite:///var/auth.db')).toEqual(['sqlite', '/var/auth.db', false])
  expect(read('sqlite://./auth.db')).toEqual(['sqlite', './auth.db', false])
  expect(read('file:./auth.db')).toEqual(['sqlite', './auth.db', false])
  expect(read('SQLite:./Auth.db')).toEqual(['sqlite', './Auth.db', false])
  expect(read('sqlite:./with space and ü.db')).toEqual(['sqlite', './with space and ü.db', false])
})

test('in memory there are always tables', () => {
  expect(read('sqlite::memory:')).toEqual(['sqlite', ':memory:', true])
  expect(read('sqlite://:memory:')).toEqual(['sqlite', ':memory:', true])
})

test('URLs of older versions are read', () => {
  expect(read('sqlite://localhost/:memory:?synchronize=true')).toEqual(['sqlite', ':memory:', true])
  expect(read('sqlite://localhost/auth.db?logging=true')).toEqual(['sqlite', 'auth.db', false])
  expect(read('sqlite:./auth.db?synchronize=true')).toEqual(['sqlite', './auth.db', true])
})

test('a database of a later version says so in one sentence', () => {
  for (const [url, name] of [
    ['postgres://ann:hunter2hunter2@db.example.com/x', 'PostgreSQL'],
    ['postgresql://ann:hunter2hunter2@db.example.com/x', 'PostgreSQL'],
    ['mysql://ann:hunter2hunter2@db.example.com/x', 'MySQL'],
    ['mariadb://ann:hunter2hunter2@db.example.com/x', 'MariaDB'],
    ['mssql://ann:hunter2hunter2@db.example.com/x', 'SQL Server'],
    ['mongodb+srv://ann:hunter2hunter2@db.example.com/x', 'MongoDB'],
    ['libsql://ann:hunter2hunter2@db.example.com/x', 'libSQL'],
  ] as const) {
    const error = refusal(url)
    expect(error).toMatchObject({ type: 'InvalidOption', message: expect.stringContaining(name) })
  }
})

test('no part of a URL but its scheme is in an error', () => {
  const urls = [
    'postgres://ann:hunter2hunter2@db.example.com/x',
    'hunter2hunter2',
    'hunter2hunter2://db.example.com',
    'constructor:hunter2hunter2',
    'sqlite:./auth.db?hunter2hunter2=x',
    'sqlite:./auth.db?password=hunter2hunter2',
    'sqlite:',
    'sqlite://',
    '',
    './hunter2hunter2.db',
  ]
  for (const url of [...urls, undefined, null, 5, {}]) {
    const error = refusal(url as string)
    expect(error).toMatchObject({ type: 'InvalidOption' })
    expect(JSON.stringify([error, (error as Error).message, (error as Error).cause])).not.toContain('hunter2')
  }
})

function refusal(url: string): unknown {
  try {
    readTarget(url)
    return undefined
  } catch (error) {
    return error
  }
}
