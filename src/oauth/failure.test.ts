import { inspect } from 'node:util'
import { OperationProcessingError, processAuthorizationCodeResponse, processDiscoveryResponse, ResponseBodyError } from 'oauth4webapi'
import { expect, test } from 'vitest'
import { withoutSecrets } from './failure.js'

const server = { issuer: 'https://op.example' }
const client = { client_id: 'app' }
const all = (error: unknown): string => inspect(error, { depth: 20, showHidden: true })

test('LG-01 what the library carries along is dropped: bodies, tokens, descriptions', async () => {
  const bodies = [
    { access_token: 'CANARY', token_type: 'mac' },
    { access_token: 'CANARY', token_type: 'bearer', expires_in: 'CANARY' },
    { access_token: 7, x: 'CANARY' },
  ]
  for (const body of bodies) {
    const error = await processAuthorizationCodeResponse(server, client, Response.json(body)).catch((thrown: unknown) => thrown)
    expect(all(error)).toContain('CANARY')
    expect(all(withoutSecrets(error))).not.toContain('CANARY')
    expect(withoutSecrets(error).message).toMatch(/OAUTH_|unsupported/i)
  }
  const mismatch = await processDiscoveryResponse(new URL(server.issuer), Response.json({ issuer: 'https://canary.example' })).catch(
    (thrown: unknown) => thrown,
  )
  expect(all(withoutSecrets(mismatch))).not.toContain('canary')
})

test("the provider's error word stays, its sentence does not", async () => {
  const say = async (error: string): Promise<string> => {
    const response = Response.json({ error, error_description: 'CANARY' }, { status: 400 })
    const thrown = await processAuthorizationCodeResponse(server, client, response).catch((caught: unknown) => caught)
    expect(thrown).toBeInstanceOf(ResponseBodyError)
    return all(withoutSecrets(thrown))
  }
  expect(await say('invalid_grant')).toMatch(/invalid_grant.*status 400/)
  expect(await say('<script>CANARY</script>')).not.toMatch(/CANARY|script/)
})

test('what is no error is not repeated', () => {
  expect(withoutSecrets('CANARY').message).not.toContain('CANARY')
  expect(withoutSecrets(new OperationProcessingError('a sentence', { cause: 'CANARY' } as ErrorOptions)).cause).toBeUndefined()
})
