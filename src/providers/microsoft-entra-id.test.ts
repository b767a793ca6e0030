import { expect, test } from 'vitest'
import MicrosoftEntraID, { type MicrosoftEntraIDOptions } from './microsoft-entra-id.js'

const host = 'https://login.microsoftonline.com'
const [acme, personal] = ['0a1b2c3d-0000-4000-8000-00000000acee', '9188040d-6c67-4c5b-b112-36a304b66dad']
const many = (name: string): object => ({
  issuer: `${host}/{tenantid}/v2.0`,
  wellKnown: `${host}/${name}/v2.0/.well-known/openid-configuration`,
})

test.each<[string, MicrosoftEntraIDOptions, object]>([
  ['nothing', {}, many('common')],
  ['a tenant (v4)', { tenantId: acme }, { issuer: `${host}/${acme}/v2.0` }],
  ['organizations', { tenantId: 'organizations' }, many('organizations')],
  ['personal accounts', { tenantId: 'consumers' }, { issuer: `${host}/${personal}/v2.0` }],
  ['an issuer (v5)', { issuer: `${host}/${acme}/v2.0/` }, { issuer: `${host}/${acme}/v2.0` }],
  ['the issuer of everybody (v5)', { issuer: `${host}/common/v2.0` }, many('common')],
  ['another cloud', { issuer: 'https://login.microsoftonline.us/acme/v2.0' }, { issuer: 'https://login.microsoftonline.us/acme/v2.0' }],
  ['an external tenant', { issuer: `https://acme.ciamlogin.com/${acme}/v2.0` }, { issuer: `https://acme.ciamlogin.com/${acme}/v2.0` }],
])('%s says which issuer it is', (_what, options, expected) => {
  const { issuer, wellKnown, ...provider } = MicrosoftEntraID(options)
  expect({ issuer, ...(wellKnown && { wellKnown }) }).toEqual(expected)
  expect(provider.options).not.toHaveProperty('issuer')
})

test('nobody is let in by a default', () => {
  expect(MicrosoftEntraID()).not.toHaveProperty('tenants')
})
