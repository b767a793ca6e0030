import { expect, test } from 'vitest'
import AzureDevOps from './azure-devops.js'

const resource = '499b84ac-1321-427f-aa17-267ca6975798'

test.each([
  [undefined, `${resource}/vso.profile`],
  ['vso.profile vso.code', `${resource}/vso.profile ${resource}/vso.code`],
  [`${resource}/vso.profile offline_access`, `${resource}/vso.profile offline_access`],
])('the scope %s is asked for at Entra ID as %s', (scope, asked) => {
  expect(AzureDevOps({ scope }).scope).toBe(asked)
})
