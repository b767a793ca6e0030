import type { ConnectionConfiguration } from 'tedious'
import { readCertificates } from '../../target/ssl.js'
import type { Server } from '../../target.js'

/** How `tedious` connects to the server. */
export function connectionConfig(server: Server): ConnectionConfiguration {
  const { host, port, database, ssl, pool, driver } = server
  const { mode, verify, servername, ...certificates } = readCertificates(ssl)
  const { encrypt, domain, authentication, ...wished } = driver
  const options = {
    appName: 'next-auth',
    ...wished,
    ...relied,
    database,
    encrypt: mode === 'off' ? false : encrypt === 'strict' ? 'strict' : true,
    trustServerCertificate: !verify,
    cryptoCredentialsDetails: certificates,
    ...(servername !== undefined && { serverName: servername }),
    connectTimeout: pool.wait,
    // The driver takes a port, or the name of an instance, whose port it asks for; not both.
    port: wished.instanceName ? undefined : port,
  }
  // What was wished for is the driver's to judge.
  return { server: host, authentication: authentication ?? login(server, domain), options } as unknown as ConnectionConfiguration
}

function login({ user, password }: Server, domain: unknown): object {
  const credentials = { userName: user, password }
  return typeof domain === 'string' && domain !== ''
    ? { type: 'ntlm', options: { ...credentials, domain } }
    : { type: 'default', options: credentials }
}

/** What our statements rest on; nobody can want it otherwise. */
const relied = {
  // A filtered index takes writes only from connections that have these on, and `"name"` is a name with the first of them only.
  enableQuotedIdentifier: true,
  enableAnsiNull: true,
  enableAnsiPadding: true,
  enableAnsiWarnings: true,
  enableArithAbort: true,
  enableConcatNullYieldsNull: true,
  enableNumericRoundabort: false,
  // A column of which nothing is said takes `null`.
  enableAnsiNullDefault: true,
  enableImplicitTransactions: false,
  // A refused statement undoes itself and leaves the transaction to whoever began it, as on the other databases but one.
  abortTransactionOnError: false,
  // The names of indexes are read out of English messages.
  language: 'us_english',
  textsize: 2_147_483_647,
  // Whoever waits is told by pooled.ts, which then throws the connection away; the driver's own clock stops at the first byte.
  requestTimeout: 0,
  useColumnNames: false,
  camelCaseColumns: false,
  columnNameReplacer: undefined,
  rowCollectionOnDone: false,
  rowCollectionOnRequestCompletion: false,
} as const
