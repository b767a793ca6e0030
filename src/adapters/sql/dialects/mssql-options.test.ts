import { expect, test } from 'vitest'
import { readTarget, type ServerTarget } from '../../target.js'
import { connectionConfig } from './mssql-options.js'

const configOf = (url: string) => {
  const { server, authentication, options } = connectionConfig((readTarget(url) as ServerTarget).server)
  return { server, authentication, options: options as Readonly<Record<string, unknown>> }
}

test('a plain URL is encrypted, and its certificate is verified', () => {
  const { server, authentication, options } = configOf('mssql://ann:p%40ss@db.example.com:1444/auth')
  expect(server).toBe('db.example.com')
  expect(authentication).toEqual({ type: 'default', options: { userName: 'ann', password: 'p@ss' } })
  expect([options.port, options.database, options.appName]).toEqual([1444, 'auth', 'next-auth'])
  expect([options.encrypt, options.trustServerCertificate, options.cryptoCredentialsDetails]).toEqual([true, false, {}])
})

test('less is there for those who say so', () => {
  expect(configOf('mssql://a:b@h/d?encrypt=false').options.encrypt).toBe(false)
  expect(configOf('mssql://a:b@h/d?encrypt=strict').options.encrypt).toBe('strict')
  const trusting = configOf('mssql://a:b@h/d?trustServerCertificate=true').options
  expect([trusting.encrypt, trusting.trustServerCertificate]).toEqual([true, true])
})

test('an instance has no port of its own here', () => {
  const { options } = configOf('mssql://a:b@h/d?instanceName=SQLEXPRESS')
  expect([options.instanceName, options.port]).toEqual(['SQLEXPRESS', undefined])
})

test('what our statements rest on cannot be asked away', () => {
  const { options } = configOf(
    'mssql://a:b@h/d?useColumnNames=true&enableQuotedIdentifier=false&abortTransactionOnError=true&packetSize=8192',
  )
  expect([options.useColumnNames, options.enableQuotedIdentifier, options.abortTransactionOnError]).toEqual([false, true, false])
  expect(options.packetSize).toBe(8192)
})

test('a domain is a login of Windows', () => {
  expect(configOf('mssql://a:b@h/d?domain=example').authentication).toEqual({
    type: 'ntlm',
    options: { userName: 'a', password: 'b', domain: 'example' },
  })
})
