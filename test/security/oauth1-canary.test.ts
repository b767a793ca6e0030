import type { ServerResponse } from 'node:http'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AuthOptions } from '../../src/engine/index.js'
import type { OAuth1Provider } from '../../src/providers/contract.js'
import { client, type Endpoint, type OAuth1Double, oauth1Double } from '../providers/oauth1-double.js'
import { ask, bring, errorOf, type Walk, walk } from '../providers/walk.js'

let one: OAuth1Double
let lines: string[]
beforeAll(async () => {
  one = await oauth1Double()
})
afterAll(() => one.close())
beforeEach(() => {
  one.behave()
  one.profile = '{"id":"telltale-id","name":"Ann","email":"telltale.ann@mail.example"}'
  lines = []
})
afterEach(() => {
  vi.restoreAllMocks()
})

const everything = (value: unknown): string => inspect(value, { depth: 20, showHidden: true })

/** The application's own logger, or ours, which writes to the console. */
const loggers: [whose: string, options: () => Partial<AuthOptions>][] = [
  [
    'the application’s logger',
    () => ({
      logger: {
        error: (error) => lines.push(everything(error)),
        warn: (...said) => lines.push(everything(said)),
        debug: (...said) => lines.push(everything(said)),
      },
    }),
  ],
  [
    'our logger',
    () => {
      for (const level of ['debug', 'error', 'info', 'log', 'warn'] as const)
        vi.spyOn(console, level).mockImplementation((...said) => {
          lines.push(said.map(String).join(' '))
        })
      return { logger: {} }
    },
  ],
]

describe.each(loggers)('LG-01 %s in debug mode repeats no secret of OAuth 1', (_whose, logger) => {
  /** A whole sign-in, as far as it gets; what it must not repeat is looked for afterwards. */
  async function signInAndLook(
    more: Partial<OAuth1Provider> = {},
    spoil = (fields: Record<string, string>) => fields,
  ): Promise<string | null> {
    const walking = walk({ debug: true, providers: [one.provider(more)], ...logger() })
    const { someone } = walking
    const started = await someone.post('/signin/one')
    const error = errorOf(started)
    const cookies = [...someone.cookies.values()]
    const last = error === null ? await finish(walking, started, spoil) : error
    expectSilence(cookies)
    return last
  }

  async function finish({ someone }: Walk, started: Response, spoil: (fields: Record<string, string>) => Record<string, string>) {
    const answer = await ask(new URL(started.headers.get('location') as string))
    return errorOf(await bring(someone, { ...answer, fields: spoil(answer.fields) }))
  }

  function expectSilence(cookies: readonly string[]): void {
    const signatures = one.signed.flatMap(({ oauth }) => [oauth.oauth_signature, oauth.oauth_token, oauth.oauth_nonce])
    const secrets = [client.clientSecret, ...one.secrets, ...signatures, ...cookies].filter((secret) => secret !== undefined)
    expect(secrets.length).toBeGreaterThan(1)
    const log = lines.join('\n')
    for (const secret of secrets)
      for (const written of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) expect(log).not.toContain(written)
    expect(log).not.toContain('telltale')
  }

  test('when somebody signs in', async () => {
    expect(await signInAndLook()).toBeNull()
    expect(one.secrets.length).toBe(3)
  })

  const telltale = 'oauth_token=telltale-token&oauth_token_secret=telltale-secret'
  test.each(['/request_token', '/access_token', '/profile'] as Endpoint[])('when %s answers with what it should not', async (path) => {
    for (const [body, status] of [
      [`<h1>telltale</h1>${telltale}`, 200],
      [`${telltale}&oauth_token=telltale-twice`, 200],
      [`${telltale}&oauth_problem=telltale%20and%20more`, 400],
      ['{"telltale":', 500],
    ] as const) {
      one.faults.instead = {
        [path]: (response: ServerResponse) => response.writeHead(status, { 'www-authenticate': 'OAuth realm="telltale"' }).end(body),
      }
      expect(await signInAndLook()).toMatch(/^OAuth/)
    }
    expect(lines.length).toBeGreaterThan(0)
  })

  test.each([
    ['no verifier', ({ oauth_verifier: _, ...fields }: Record<string, string>) => fields],
    ['another token', (fields: Record<string, string>) => ({ ...fields, oauth_token: 'telltale-token' })],
    ['a refusal', ({ oauth_token: denied = '' }: Record<string, string>) => ({ denied, oauth_problem_advice: 'telltale' })],
    ['a problem', (fields: Record<string, string>) => ({ ...fields, oauth_problem: 'telltale and more' })],
  ] as [string, (fields: Record<string, string>) => Record<string, string>][])('when an answer comes with %s', async (_what, spoil) => {
    expect(await signInAndLook({}, spoil)).toMatch(/^OAuth/)
    expect(lines.length).toBeGreaterThan(0)
  })

  test('when `profile()` and `userinfo.request` throw what they were given', async () => {
    const repeat = (handed: unknown): never => {
      throw new Error('mapper', { cause: { name: typeof handed } })
    }
    expect(await signInAndLook({ profile: repeat })).toBe('OAuthCallbackError')
    expect(await signInAndLook({ userinfo: { request: repeat } })).toBe('OAuthCallbackError')
  })

  test('when a private key is none', async () => {
    const privateKey = '-----BEGIN PRIVATE KEY-----\ntelltaletelltale\n-----END PRIVATE KEY-----'
    const walking = walk({ debug: true, providers: [one.provider({ signatureMethod: 'RSA-SHA1', privateKey })], ...logger() })
    expect(errorOf(await walking.someone.post('/signin/one'))).toBe('OAuthSignin')
    expect(lines.join()).toContain('openssl')
    expect(lines.join()).not.toContain('telltale')
  })
})
