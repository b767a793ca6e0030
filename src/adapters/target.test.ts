import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readTarget, type ServerTarget, type Target } from './target.js'

const read = (url: string): unknown => {
  const target = readTarget(url)
  return target.kind === 'sqlite' ? [target.kind, target.location, target.synchronize] : target.kind
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
  expect(readTarget('sqlite:./auth.db?entityPrefix=nextauth_')).toMatchObject({ entityPrefix: 'nextauth_' })
})

const kinds = {
  postgres: 'postgres',
  postgresql: 'postgres',
  mysql: 'mysql',
  mariadb: 'mysql',
  mssql: 'mssql',
  sqlserver: 'mssql',
} as const

const ports = { postgres: 5432, mysql: 3306, mssql: 1433 } as const

test('a server: every scheme, its own port, and no word about TLS', () => {
  for (const [scheme, kind] of Object.entries(kinds)) {
    expect(readTarget(`${scheme}://ann:secret@db.example.com/app`)).toEqual({
      kind,
      entityPrefix: '',
      synchronize: false,
      server: {
        host: 'db.example.com',
        port: ports[kind],
        user: 'ann',
        password: 'secret',
        database: 'app',
        socket: undefined,
        ssl: { mode: kind === 'mssql' ? 'on' : 'off', verify: true },
        pool: { max: 10, idle: 10_000, wait: 5_000 },
        driver: {},
      },
    })
  }
})

test('user, password and database come back, whatever they are made of', () => {
  const anything = fc
    .string({ unit: 'binary', minLength: 1, maxLength: 40 })
    .filter((text) => !/\p{Surrogate}/u.test(text) && !text.includes('\0'))
  const scheme = fc.constantFrom(...Object.keys(kinds))
  fc.assert(
    fc.property(scheme, anything, anything, anything, (name, user, password, database) => {
      const url = `${name}://${encodeURIComponent(user)}:${encodeURIComponent(password)}@db.example.com:4711/${encodeURIComponent(database)}`
      expect(server(url)).toMatchObject({ user, password, database, host: 'db.example.com', port: 4711 })
    }),
  )
})

test('no piece of a password is in an error, wherever the URL breaks', () => {
  const mark = 'hunter2hunter2'
  const scheme = fc.constantFrom(
    ...Object.keys(kinds),
    'mongodb',
    'mongodb+srv',
    'libsql',
    'sqlite',
    'file',
    'redis',
    'jdbc',
    'prisma',
    'x',
  )
  const noise = fc.string({ unit: fc.constantFrom(...'%:/?#[]@!;={}\\, \0+a1'), maxLength: 6 })
  fc.assert(
    fc.property(scheme, noise, noise, noise, noise, (name, a, b, c, d) => {
      const error = refusal(`${name}:${a}//${b}ann:${c}${mark}${d}@db.example.com/app`)
      if (error) expect(JSON.stringify([error, String(error), (error as Error).cause, (error as Error).stack])).not.toContain('hunter2')
    }),
    { numRuns: 2_000 },
  )
})

test('a password with a bare character of URLs is refused, not cut', () => {
  for (const url of [
    'postgres://ann:12#34@db.example.com/app',
    'postgres://ann:12/34@db.example.com/app',
    'postgres://ann:12?34@db.example.com/app',
    'postgres://ann:12?a=b@db.example.com/app',
    'postgres://ann:ab@cd/ef@db.example.com/app',
    'mongodb://ann:12#34@db.example.com/app',
    'mongodb://ann:12/34@db.example.com/app',
  ]) {
    expect(refusal(url), url).toMatchObject({ type: 'InvalidOption', message: expect.stringContaining('percent-encoded') })
  }
  for (const url of ['postgres://ann:50%@db.example.com/app', 'mysql://ann:%zz@db.example.com/app', 'mongodb://ann:50%@db.example.com/app'])
    expect(refusal(url), url).toMatchObject({ type: 'InvalidOption', message: expect.stringContaining('`%25`') })
  // What nothing else could be meant by.
  expect(server('postgres://ann:a@b@db.example.com/app')).toMatchObject({ user: 'ann', password: 'a@b', host: 'db.example.com' })
  expect(server('postgres://ann:a:b@db.example.com/app')).toMatchObject({ user: 'ann', password: 'a:b' })
})

test('NUL ends no text early', () => {
  for (const part of ['ann%00x:secret@db.example.com/app', 'ann:secret%00@db.example.com/app', 'ann:secret@db.example.com/app%00'])
    expect(refusal(`postgres://${part}`)).toMatchObject({ type: 'InvalidOption' })
})

test('an empty password is not none', () => {
  expect(server('mysql://ann:@db.example.com/app')).toMatchObject({ user: 'ann', password: '' })
  expect(server('mysql://ann@db.example.com/app')).toMatchObject({ user: 'ann', password: undefined })
  expect(server('mysql://db.example.com/app')).toMatchObject({ user: undefined, password: undefined })
})

test('addresses and sockets', () => {
  expect(server('postgres://ann:x@[::1]:5433/app')).toMatchObject({ host: '::1', port: 5433 })
  expect(server('postgres://ann:x@[2001:db8::7]/app')).toMatchObject({ host: '2001:db8::7', port: 5432 })
  expect(server('postgres://ann@/app?host=/var/run/postgresql')).toMatchObject({ socket: '/var/run/postgresql', port: 5432 })
  expect(server('postgres:///app?host=/cloudsql/p:r:i&user=ann&password=x')).toMatchObject({
    socket: '/cloudsql/p:r:i',
    user: 'ann',
    password: 'x',
  })
  expect(server('postgres://ann:x@localhost/app?host=/tmp&sslmode=require')).toMatchObject({ socket: '/tmp', ssl: { mode: 'off' } })
  expect(server('postgres://ann:x@%2Frun%2Fpostgresql:5433/app')).toMatchObject({ socket: '/run/postgresql', port: 5433 })
  expect(server('mysql://ann:x@localhost/app?socketPath=/run/mysqld.sock')).toMatchObject({ socket: '/run/mysqld.sock', driver: {} })
  expect(server('mysql://ann:x@localhost/app?socket=/run/mysqld.sock')).toMatchObject({ socket: '/run/mysqld.sock' })
  expect(server('postgres:///app')).toMatchObject({ host: 'localhost', database: 'app' })
  expect(server('postgres://ann@db.example.com')).toMatchObject({ database: 'ann' })
  for (const url of [
    'postgres://ann:x@db.example.com:0/app',
    'postgres://ann:x@db.example.com:65536/app',
    'postgres://ann:x@db.example.com:abc/app',
    'postgres://ann:x@a.example.com,b.example.com/app',
    'postgres://ann:x@[::1/app',
    'postgres:ann:x@db.example.com/app',
    'mysql://ann:x@db.example.com',
    'mysql://ann:x@db.example.com/',
    'mssql://ann:x@db.example.com',
  ]) {
    expect(refusal(url), url).toMatchObject({ type: 'InvalidOption', details: { option: 'database' } })
  }
})

test('encrypted is verified, unless somebody says no', () => {
  const on = { mode: 'on', verify: true }
  const unverified = { mode: 'on', verify: false }
  const off = { mode: 'off', verify: true }
  for (const [url, ssl] of [
    ['postgres://h/app?sslmode=disable', off],
    ['postgres://h/app?sslmode=allow', on],
    ['postgres://h/app?sslmode=prefer', on],
    ['postgres://h/app?sslmode=require', on],
    ['postgres://h/app?sslmode=verify-ca', on],
    ['postgres://h/app?sslmode=verify-full', on],
    ['postgres://h/app?sslmode=verify-full&sslrootcert=system', on],
    ['postgres://h/app?sslmode=no-verify', unverified],
    ['postgres://h/app?sslmode=require&uselibpqcompat=true', on],
    ['postgres://h/app?ssl=true', on],
    ['postgres://h/app?ssl=false', off],
    ['postgres://h/app?ssl=true&sslmode=disable', off],
    ['postgres://h/app?ssl=no-verify', unverified],
    ['postgres://h/app?sslrootcert=/etc/ca.pem', { ...on, caFile: '/etc/ca.pem' }],
    ['postgres://h/app?sslmode=verify-full&sslrootcert=a&sslcert=b&sslkey=c', { ...on, caFile: 'a', certFile: 'b', keyFile: 'c' }],
    ['mysql://h/app?ssl=%7B%22rejectUnauthorized%22%3Atrue%7D', on],
    ['mysql://h/app?ssl={"rejectUnauthorized":true}', on],
    ['mysql://h/app?ssl={"rejectUnauthorized":false}', unverified],
    ['mysql://h/app?sslaccept=strict', on],
    ['mysql://h/app?sslaccept=accept_invalid_certs', unverified],
    ['mysql://h/app?sslcert=/etc/ca.pem', { ...on, caFile: '/etc/ca.pem' }],
    ['mysql://h/app?ssl-mode=DISABLED', off],
    ['mysql://h/app?ssl-mode=REQUIRED', on],
    ['mysql://h/app?sslMode=VERIFY_IDENTITY', on],
    ['mssql://h/app', on],
    ['mssql://h/app?encrypt=false', off],
    ['mssql://h/app?encrypt=true', on],
    ['mssql://h/app?encrypt=true&trustServerCertificate=true', unverified],
    ['mssql://h/app?encrypt=true&trustServerCertificate=false', on],
  ] as const) {
    expect(server(url).ssl, url).toEqual(ssl)
    expect(server(url).driver, url).toEqual({})
  }
  expect(server('mssql://h/app?encrypt=strict')).toMatchObject({ ssl: on, driver: { encrypt: 'strict' } })
  expect(refusal('mysql://h/app?ssl={rejectUnauthorized:false}')).toMatchObject({ message: expect.stringContaining('JSON') })
})

test('the size of the pool, and how long one waits for it', () => {
  for (const name of ['pool', 'connectionLimit', 'connection_limit', 'max', 'pool_size'])
    expect(server(`mysql://h/app?${name}=5`)).toMatchObject({ pool: { max: 5, idle: 10_000, wait: 5_000 }, driver: {} })
  expect(server('postgres://h/app?connect_timeout=15').pool.wait).toBe(15_000)
  expect(server('postgres://h/app?connect_timeout=0').pool.wait).toBe(5_000)
  expect(server('postgres://h/app?pool_timeout=300').pool.wait).toBe(60_000)
  expect(server('mysql://h/app?connectTimeout=8000').pool.wait).toBe(8_000)
  for (const value of ['0', '-1', 'abc', '1.5', 'true'])
    expect(refusal(`mysql://h/app?pool=${value}`), value).toMatchObject({ type: 'InvalidOption' })
})

test('what is ours is taken out, the rest is for the driver', () => {
  const url =
    'postgres://h/app?entityPrefix=nextauth_&synchronize=true&logging=true&application_name=a%20b+c&schema=auth&keepAlive=true&__proto__=x'
  expect(readTarget(url)).toMatchObject({ entityPrefix: 'nextauth_', synchronize: true })
  expect(server(url).driver).toEqual({ application_name: 'a b+c', schema: 'auth', keepAlive: true })
  expect(server('mysql://h/app?timezone=+00:00&charset=utf8mb4&maxPreparedStatements=50').driver).toEqual({
    timezone: '+00:00',
    charset: 'utf8mb4',
    maxPreparedStatements: 50,
  })
  // A value with `=` was cut at it.
  expect(server('postgres://h/app?options=endpoint=ep-cool').driver).toEqual({ options: 'endpoint=ep-cool' })
  for (const prefix of ['a-b', 'a b', 'a"b', 'a.b', "a';--", 'ä', 'a'.repeat(33)])
    expect(refusal(`postgres://h/app?entityPrefix=${encodeURIComponent(prefix)}`), prefix).toMatchObject({ type: 'InvalidOption' })
})

test('SQL Server, as JDBC and Prisma write it, and its instances', () => {
  const url =
    'sqlserver://db.example.com:1434;database=app;user=ann;password={a;b}}c@d};encrypt=true;trustServerCertificate=true;schema=dbo'
  expect(server(url)).toMatchObject({
    host: 'db.example.com',
    port: 1434,
    user: 'ann',
    password: 'a;b}c@d',
    database: 'app',
    ssl: { mode: 'on', verify: false },
    driver: { schema: 'dbo' },
  })
  expect(server('sqlserver://db.example.com;initial catalog=app;uid=ann;pwd=x@y:z/%41;')).toMatchObject({
    host: 'db.example.com',
    port: 1433,
    user: 'ann',
    password: 'x@y:z/%41',
    database: 'app',
  })
  expect(server('mssql://ann:a;b@db.example.com/app')).toMatchObject({ password: 'a;b', host: 'db.example.com' })
  const instance = { host: 'db.example.com', database: 'app', driver: { instanceName: 'SQLEXPRESS' } }
  expect(server('sqlserver://db.example.com\\SQLEXPRESS;database=app')).toMatchObject(instance)
  expect(server('mssql://ann:x@db.example.com\\SQLEXPRESS/app')).toMatchObject(instance)
  expect(server('mssql://ann:x@db.example.com/app?instanceName=SQLEXPRESS')).toMatchObject(instance)
  expect(server('mssql://ann:x@db.example.com/SQLEXPRESS/app')).toMatchObject(instance)
  // A port that is given is the instance's.
  expect(server('mssql://ann:x@db.example.com:1435/app?instanceName=SQLEXPRESS')).toMatchObject({ port: 1435, driver: {} })
  expect(server('mssql://h/app?applicationName=shop').driver).toEqual({ appName: 'shop' })
  for (const broken of [
    'sqlserver://h;database',
    'sqlserver://h;database=app;password={abc',
    'sqlserver://h;=x',
    'sqlserver://h;user=a;password=x{y}',
  ])
    expect(refusal(broken), broken).toMatchObject({ type: 'InvalidOption' })
})

test('the URLs of hosts', () => {
  const on = { mode: 'on', verify: true }
  for (const [url, expected] of [
    [
      'postgresql://neondb_owner:npg_x@ep-cool-darkness-a1b2c3d4-pooler.us-east-2.aws.neon.example.com/neondb?sslmode=require&channel_binding=require',
      { user: 'neondb_owner', database: 'neondb', ssl: on, driver: { enableChannelBinding: true, pgbouncer: true } },
    ],
    [
      'postgresql://neondb_owner:npg_x@ep-cool-darkness-a1b2c3d4.us-east-2.aws.neon.example.com/neondb?sslmode=require',
      { ssl: on, driver: {} },
    ],
    ['postgresql://postgres:x@db.abcdefgh.supabase.example.com:5432/postgres', { user: 'postgres', port: 5432, driver: {} }],
    [
      'postgres://postgres.abcdefgh:x@aws-0-eu-central-1.pooler.supabase.example.com:6543/postgres?pgbouncer=true&connection_limit=1',
      { user: 'postgres.abcdefgh', port: 6543, pool: { max: 1 }, driver: { pgbouncer: true } },
    ],
    ['postgresql://postgres:x@roundhouse.proxy.rlwy.example.com:35431/railway', { port: 35431, database: 'railway' }],
    ['mysql://root:x@containers-us-west-1.railway.example.com:6033/railway', { port: 6033 }],
    [
      'postgres://app_user:x@dpg-abc123-a.frankfurt-postgres.render.example.com/app',
      { host: 'dpg-abc123-a.frankfurt-postgres.render.example.com' },
    ],
    ['mysql://abc:pscale_pw_x@aws.connect.psdb.example.com/app?ssl={"rejectUnauthorized":true}', { ssl: on, driver: {} }],
    ['mysql://abc:pscale_pw_x@aws.connect.psdb.example.com/app?sslaccept=strict', { ssl: on, driver: {} }],
    ['mysql://avnadmin:AVNS_x@mysql-1.aivencloud.example.com:25227/defaultdb?ssl-mode=REQUIRED', { port: 25227, ssl: on, driver: {} }],
    ['postgres://avnadmin:AVNS_x@pg-1.aivencloud.example.com:25228/defaultdb?sslmode=require', { ssl: on }],
    [
      'postgresql://doadmin:AVNS_x@db-1-do-user-1-0.c.db.ondigitalocean.example.com:25060/defaultdb?sslmode=require',
      { port: 25060, ssl: on },
    ],
    ['mysql://doadmin:AVNS_x@db-1-do-user-1-0.c.db.ondigitalocean.example.com:25060/defaultdb?ssl-mode=REQUIRED', { ssl: on }],
    [
      'sqlserver://shop.database.windows.example.com:1433;database=app;user=ann@shop;password={x};encrypt=true;trustServerCertificate=false;loginTimeout=30',
      { user: 'ann@shop', database: 'app', ssl: on, pool: { wait: 30_000 }, driver: {} },
    ],
    ['mssql://ann%40shop:x@shop.database.windows.example.com:1433/app?encrypt=true', { user: 'ann@shop', ssl: on }],
    [
      'postgres://ann:x@app.abc123.eu-west-1.rds.example.com:5432/app?sslmode=verify-full&sslrootcert=/etc/ssl/rds.pem',
      { ssl: { ...on, caFile: '/etc/ssl/rds.pem' } },
    ],
    ['mysql://ann:x@app.abc123.eu-west-1.rds.example.com:3306/app', { host: 'app.abc123.eu-west-1.rds.example.com' }],
  ] as const) {
    expect(server(url), url).toMatchObject(expected)
    if ('driver' in expected) expect(server(url).driver, url).toEqual(expected.driver)
  }
})

test('MongoDB: the URL as it was written, ours taken out', () => {
  expect(
    readTarget('mongodb+srv://ann:x%40y@cluster0.abc.mongodb.example.com/app?retryWrites=true&entityPrefix=auth_&w=majority&pool=5'),
  ).toEqual({
    kind: 'mongodb',
    url: 'mongodb+srv://ann:x%40y@cluster0.abc.mongodb.example.com/app?retryWrites=true&w=majority',
    entityPrefix: 'auth_',
    synchronize: false,
    pool: { max: 5, idle: 10_000, wait: 5_000 },
    database: 'app',
  })
  const several = 'mongodb://ann:x@a.example.com:27017,b.example.com:27018/?replicaSet=rs0&maxPoolSize=7'
  expect(readTarget(several)).toMatchObject({ url: several, pool: { max: 7 }, database: undefined })
  expect(readTarget('mongodb://localhost')).toMatchObject({ url: 'mongodb://localhost', database: undefined })
  expect(readTarget('mongodb://localhost?useNewUrlParser=true')).toMatchObject({ url: 'mongodb://localhost' })
  expect(readTarget('mongodb://localhost?ssl=true')).toMatchObject({ url: 'mongodb://localhost/?ssl=true' })
  for (const url of ['mongodb://', 'mongodb:localhost', 'mongodb://a/b/c', 'mongodb+srv://x@/app'])
    expect(refusal(url), url).toMatchObject({ type: 'InvalidOption' })
  expect(
    readTarget({ type: 'mongodb', host: 'db.example.com', username: 'a@b', password: 'x/y', database: 'app', ssl: true }),
  ).toMatchObject({
    url: 'mongodb://a%40b:x%2Fy@db.example.com:27017/app?tls=true',
    database: 'app',
  })
})

test('libSQL: the token stands beside the address', () => {
  expect(readTarget('libsql://app-ann.turso.example.com?authToken=eyJ.a.b&entityPrefix=x_')).toEqual({
    kind: 'libsql',
    url: 'libsql://app-ann.turso.example.com',
    authToken: 'eyJ.a.b',
    entityPrefix: 'x_',
    synchronize: false,
  })
  expect(readTarget({ url: 'libsql://app-ann.turso.example.com', authToken: 'eyJ' })).toMatchObject({ authToken: 'eyJ' })
  expect(readTarget('libsql://127.0.0.1:8080?tls=0')).toMatchObject({ url: 'libsql://127.0.0.1:8080?tls=0', authToken: undefined })
  for (const url of ['https://app.turso.example.com', 'wss://app.turso.example.com', 'http://127.0.0.1:8080'])
    expect(readTarget({ type: 'libsql', url })).toMatchObject({ kind: 'libsql', url })
  // `@libsql/client` loses writes to a file that another process has locked.
  expect(readTarget({ type: 'libsql', url: 'file:./auth.db' })).toMatchObject({ kind: 'sqlite', location: './auth.db' })
  expect(refusal({ client: { ...clients.libsql, protocol: 'file' } })).toMatchObject({
    message: expect.stringContaining('sqlite:./auth.db'),
  })
  for (const url of ['libsql:', 'libsql://', 'libsql:./auth.db', 'libsql://x#y'])
    expect(refusal(url), url).toMatchObject({ type: 'InvalidOption' })
})

test('the fields of a connection, as TypeORM has them', () => {
  const typeorm = {
    type: 'postgres',
    host: 'db.example.com',
    port: 5433,
    username: 'ann',
    password: 'x%41',
    database: 'app',
    ssl: { rejectUnauthorized: false, ca: new TextEncoder().encode('-----BEGIN CERTIFICATE-----\\nx') },
    entityPrefix: 'nextauth_',
    synchronize: true,
    logging: ['query'],
    entities: [],
    autoLoadEntities: true,
    extra: { max: 3, application_name: 'shop' },
  } as const
  expect(readTarget(typeorm)).toEqual({
    kind: 'postgres',
    entityPrefix: 'nextauth_',
    synchronize: true,
    server: {
      host: 'db.example.com',
      port: 5433,
      user: 'ann',
      password: 'x%41',
      database: 'app',
      socket: undefined,
      ssl: { mode: 'on', verify: false, ca: '-----BEGIN CERTIFICATE-----\nx' },
      pool: { max: 3, idle: 10_000, wait: 5_000 },
      driver: { application_name: 'shop' },
    },
  })
  expect(readTarget({ type: 'cockroachdb', host: 'h', username: 'ann' })).toMatchObject({
    kind: 'postgres',
    server: { port: 26257, database: 'ann' },
  })
  expect(readTarget({ type: 'better-sqlite3', database: './auth.db' })).toMatchObject({ kind: 'sqlite', location: './auth.db' })
  expect(readTarget({ type: 'sqlite', database: ':memory:' })).toMatchObject({ location: ':memory:', synchronize: true })
  expect(
    readTarget({
      type: 'mssql',
      host: 'h',
      database: 'app',
      options: { encrypt: false, instanceName: 'X' },
      extra: { trustServerCertificate: true },
    }),
  ).toMatchObject({ server: { ssl: { mode: 'off', verify: false }, driver: { instanceName: 'X' } } })
})

test('an option comes before what the URL says', () => {
  const url = 'postgres://ann:x@db.example.com/app?pool=3&sslmode=disable&entityPrefix=a_'
  // Of PostgreSQL, `options` is a text.
  expect(readTarget({ url, options: '-c x=y' as never })).toMatchObject({ server: { driver: { options: '-c x=y' } } })
  const own = { url, username: 'bob', pool: { max: 7, idle: 1, wait: 2 }, entityPrefix: 'b_', schema: 'auth' }
  expect(readTarget(own)).toMatchObject({
    entityPrefix: 'b_',
    server: { user: 'bob', password: 'x', host: 'db.example.com', pool: { max: 7, idle: 1, wait: 2 }, driver: { schema: 'auth' } },
  })
  expect(readTarget({ url, pool: 9 })).toMatchObject({ server: { pool: { max: 9 } } })
  expect(readTarget({ url: 'mysql://h/app', ssl: true })).toMatchObject({ server: { ssl: { mode: 'on', verify: true } } })
  expect(refusal({ url, ssl: { ca: '/etc/ca.pem' } })).toMatchObject({ message: expect.stringContaining('PEM') })
  expect(refusal({ url, password: () => 'hunter2hunter2' })).toMatchObject({ message: expect.stringContaining('`{ client: pool }`') })
})

test('what is for others is not handed to a driver', () => {
  const options = { url: 'postgres://h/app', secondary: 'redis://:x@h', generateId: () => '1', clock: Date.now, warn: () => {} }
  expect((readTarget(options) as ServerTarget).server.driver).toEqual({})
})

test('a scheme of another program: the way to write it', () => {
  for (const [url, words] of [
    ['prisma://accelerate.example.com/?api_key=hunter2hunter2', 'database itself'],
    ['prisma+postgres://localhost:51213/?api_key=hunter2hunter2', 'database itself'],
    ['jdbc:postgresql://h/app?password=hunter2hunter2', 'Leave out `jdbc:`'],
    ['postgres+ssl://ann:hunter2hunter2@h/app', 'ssl=true'],
    ['mysql+pymysql://ann:hunter2hunter2@h/app', 'Leave out the driver'],
    ['redis://:hunter2hunter2@h', 'secondary'],
    ['https://hunter2hunter2.example.com', 'libsql'],
    [
      'oracle://ann:hunter2hunter2@h/app',
      'sqlite: file: postgres: postgresql: mysql: mariadb: mssql: sqlserver: mongodb: mongodb+srv: libsql:',
    ],
  ] as const) {
    const error = refusal(url)
    expect(error, url).toMatchObject({ type: 'InvalidOption', message: expect.stringContaining(words) })
    expect(String(error)).not.toContain('hunter2')
  }
})

test('no part of a URL but its scheme is in an error', () => {
  const urls = [
    'hunter2hunter2',
    'hunter2hunter2://db.example.com',
    'constructor:hunter2hunter2',
    'sqlite:./auth.db?hunter2hunter2=x',
    'sqlite:./auth.db?password=hunter2hunter2',
    'postgres://ann:hunter2hunter2@h:x/app',
    'sqlite:',
    'sqlite://',
    '',
    './hunter2hunter2.db',
  ]
  for (const url of [
    ...urls,
    undefined,
    null,
    5,
    {},
    [],
    () => {},
    { url: undefined },
    { type: 'oracle' },
    { type: 'constructor' },
    { client: 5 },
  ]) {
    const error = refusal(url)
    expect(error).toMatchObject({ type: 'InvalidOption' })
    expect(JSON.stringify([error, (error as Error).message, (error as Error).cause])).not.toContain('hunter2')
  }
})

const method = (): void => {}
const pool = { connect: method, query: method, end: method, totalCount: 0 }
const clients = {
  postgres: pool,
  mysql: { getConnection: method, query: method, execute: method, end: method },
  kysely: { selectFrom: method, insertInto: method, transaction: method, getExecutor: method },
  mongodb: { db: method, startSession: method, connect: method, close: method },
  libsql: { execute: method, batch: method, transaction: method, executeMultiple: method, close: method },
} as const

test('a ready client is known by its shape', () => {
  for (const [kind, client] of Object.entries(clients)) {
    const proxy = new Proxy(client, {})
    for (const target of [readTarget(client), readTarget({ client })]) {
      expect(target).toMatchObject({ kind, entityPrefix: '', synchronize: false })
      expect((target as { client?: object }).client).toBe(client)
    }
    expect((readTarget({ client: proxy, entityPrefix: 'x_' }) as { client?: object }).client).toBe(proxy)
  }
  expect(readTarget({ client: clients.mongodb, database: 'app' })).toMatchObject({ database: 'app' })
  expect(refusal({ client: pool, entityPrefix: '"' })).toMatchObject({ type: 'InvalidOption' })
  const sqlite = new DatabaseSync(':memory:')
  expect(readTarget(sqlite)).toMatchObject({ kind: 'sqlite', location: ':memory:', synchronize: true, client: sqlite })
  sqlite.close()
})

test('the clients of the packages themselves', async () => {
  const [{ Pool }, mysql, mysqlPromise, { MongoClient }, kysely] = await Promise.all([
    import('pg'),
    import('mysql2'),
    import('mysql2/promise'),
    import('mongodb'),
    import('kysely'),
  ])
  const dialect = { createAdapter: () => new kysely.SqliteAdapter(), createDriver: () => new kysely.DummyDriver() }
  const compiler = { createIntrospector: () => ({}) as never, createQueryCompiler: () => new kysely.SqliteQueryCompiler() }
  const made: readonly (readonly [Target['kind'], Parameters<typeof readTarget>[0]])[] = [
    ['postgres', new Pool()],
    ['mysql', mysql.createPool({})],
    ['mysql', mysqlPromise.createPool({})],
    ['mongodb', new MongoClient('mongodb://127.0.0.1')],
    ['kysely', new kysely.Kysely({ dialect: { ...dialect, ...compiler } })],
  ]
  for (const [kind, client] of made) expect(readTarget(client).kind).toBe(kind)
})

test('a single connection, a promise and clients of other packages are refused', async () => {
  const { Client } = await import('pg')
  const others = [
    new Client(),
    { ...clients.mysql, activeConnections: method },
    { getConnection: method, query: method, end: method },
    { prepare: method, exec: method, close: method, pragma: method },
    { $connect: method, user: {} },
  ]
  for (const client of others)
    expect(refusal({ client })).toMatchObject({ type: 'InvalidOption', message: expect.stringContaining('pool of `pg`') })
  for (const client of others) expect(refusal(client)).toMatchObject({ type: 'InvalidOption' })
  expect(refusal(Promise.resolve(clients.mongodb))).toMatchObject({ message: expect.stringContaining('Await it') })
})

function server(url: string): ServerTarget['server'] {
  return (readTarget(url) as ServerTarget).server
}

function refusal(database: unknown): unknown {
  try {
    readTarget(database as string)
    return undefined
  } catch (error) {
    return error
  }
}
