import { expect } from 'vitest'
import { memory } from '../../../src/adapters/memory.js'
import { customFetch } from '../../../src/base/custom-fetch.js'
import Unsupported from '../../../src/providers/contract/unsupported.js'
import Twitter from '../../../src/providers/twitter.js'
import { location, type Visitor, visitor } from '../../visitor.js'
import { ann, beside, credentials, email, otherwise, seen, service, serviceOfV3 } from '../beside.js'
import { ours } from '../ours.js'
import { load, type Options } from '../published.js'
import { openService } from '../service.js'
import { differs, type Generation, type Row, rows, type Verdict } from '../table.js'

const kind = 'Providers'
const modern = { v4: 'same', v5: 'same' } as const
const older = { v3: 'same', v4: 'same' } as const

/** Signing in with a service whose entry has this option: who came out, and what the service was asked for. */
async function through(someone: Visitor): Promise<unknown> {
  const away = location(await someone.post('/signin/service'))
  const state = away.searchParams.get('state')
  const { status } = await seen(await someone.get(`/callback/service?${new URLSearchParams({ code: 'x', ...(state ? { state } : {}) })}`))
  const { user } = (await someone.session()) ?? {}
  return {
    at: away.pathname,
    scope: away.searchParams.get('scope'),
    hint: away.searchParams.get('audience') ?? undefined,
    status,
    name: user?.name,
  }
}

/** An option of a service; what it is in each generation’s words. */
function option(name: string, of: string, verdicts: Partial<Record<Generation, 'same'>>, value: (at: string) => Options): Row[] {
  return beside(kind, `\`${name}\`${of}`, verdicts, through, (generation, at) => {
    const entry =
      generation === 'v3'
        ? serviceOfV3(at, value(at))
        : service(at, { authorization: { url: `${at}/authorize`, params: { scope: 'read' } }, ...value(at) })
    return { providers: [entry] }
  })
}

/** A user who is there already, and a service that vouches for the same address: who is signed in, or the code of why nobody is. */
async function linkedByAddress(emailVerified: Date | null): Promise<unknown> {
  await using remote = await openService()
  const adapter = memory()
  await adapter.createUser({ id: 'user-ann', email: 'ann@service.example', emailVerified })
  const profile = ({ id, email }: Options) => ({ id, email, emailVerified: true })
  const entry = service(remote.base, { allowDangerousEmailAccountLinking: true, profile })
  const someone = visitor(ours({ providers: [entry], adapter, session: { strategy: 'jwt' } }))
  const away = location(await someone.post('/signin/service'))
  const state = away.searchParams.get('state') as string
  const back = location(await someone.get(`/callback/service?${new URLSearchParams({ code: 'x', state })}`))
  return (await someone.session())?.user.id ?? back.searchParams.get('error')
}

const own = (what: string, verdicts: Partial<Record<Generation, Verdict>>, check: () => Promise<void>): Row[] =>
  rows(kind, what, verdicts, check)

export const providers: Row[] = [
  // In the words of v3.
  ...option(
    'authorizationUrl',
    ', `accessTokenUrl`, `profileUrl`, `scope`, `params`, `version`, `clientId`, `clientSecret`, `type`',
    { v3: 'same' },
    () => ({}),
  ),
  ...option('authorizationParams', '', { v3: 'same' }, () => ({ authorizationParams: { audience: 'api' } })),
  ...option('headers', '', { v3: 'same' }, () => ({ headers: { 'x-mine': '1' } })),
  ...option('protection', ', `"pkce"`', { v3: 'same' }, () => ({ protection: 'pkce' })),
  ...option('protection', ', `["pkce", "state"]`', { v3: 'same' }, () => ({ protection: ['pkce', 'state'] })),
  ...option('state', ', `true`', { v3: 'same' }, () => ({ state: true })),
  ...option('idToken', ', `false`', { v3: 'same', v4: 'same' }, () => ({ idToken: false })),
  ...own('`requestTokenUrl`, `accessTokenUrl`, `profileUrl`, `encoding`: a service of OAuth 1', older, async () => {
    const entry = {
      id: 'first',
      name: 'First',
      type: 'oauth',
      version: '1.0A',
      clientId: 'x',
      clientSecret: 'y',
      requestTokenUrl: 'https://first.example/request',
      accessTokenUrl: 'https://first.example/access',
      authorizationUrl: 'https://first.example/authorize',
      profileUrl: 'https://first.example/me',
      encoding: 'HMAC-SHA1',
      profile: () => ({ id: '7' }),
    }
    const asked: string[] = []
    const fetch = async (input: string | URL | Request) => {
      asked.push(String(input instanceof Request ? input.url : input))
      return new Response('', { status: 500 })
    }
    await visitor(ours({ providers: [entry], fetch })).post('/signin/first')
    expect(asked[0]).toContain('https://first.example/request')
  }),
  ...['region', 'domain', 'tenantId'].flatMap((name) =>
    own(`\`${name}\` of the providers that have it`, name === 'region' ? older : { v3: 'same' }, async () => {
      const { default: Providers } = await import('../../../src/providers/index.js')
      const made = { region: Providers.BattleNet, domain: Providers.Okta, tenantId: Providers.AzureADB2C }[name] as (
        given: Options,
      ) => Options
      expect(
        made({ clientId: 'x', clientSecret: 'y', [name]: { region: 'eu', domain: 'tenant.example', tenantId: 'mine' }[name] }),
      ).toMatchObject({ id: expect.any(String) })
    }),
  ),

  // In the words of v4 and v5.
  ...option('clientId', ', `clientSecret`, `name`, `type`', modern, () => ({})),
  ...option('authorization', ', text', modern, (at) => ({ authorization: `${at}/authorize?scope=write` })),
  ...option('authorization', ', `{ url, params }`', modern, (at) => ({
    authorization: { url: `${at}/authorize`, params: { scope: 'write', audience: 'api' } },
  })),
  ...option('token', ', `{ url }`', modern, (at) => ({ token: { url: `${at}/token` } })),
  ...option('userinfo', ', `{ url }`', modern, (at) => ({ userinfo: { url: `${at}/userinfo` } })),
  ...option('userinfo', ', `{ request }`', modern, (at) => ({
    userinfo: { url: `${at}/userinfo`, request: async () => ({ id: '8', name: 'Eve' }) },
  })),
  ...option('profile', '', { v3: 'same', v4: 'same', v5: 'same' }, () => ({
    profile: ({ id }: Options) => ({ id, name: 'From the profile' }),
  })),
  ...option('account', ' chooses what is kept', { v5: 'same' }, () => ({ account: ({ access_token }: Options) => ({ access_token }) })),
  ...option('checks', ', `["pkce"]`', modern, () => ({ checks: ['pkce'] })),
  ...option('checks', ', `["pkce", "state"]`', modern, () => ({ checks: ['pkce', 'state'] })),
  ...own(
    '`checks`, `["none"]`',
    {
      v4: differs('`pkce` and `state` stay on; `dangerouslySkipChecks` leaves them out', '0656'),
      v5: differs('`pkce` and `state` stay on; `dangerouslySkipChecks` leaves them out', '0656'),
    },
    async () => {
      const site = ours({ providers: [service('http://127.0.0.1:9', { checks: ['none'] })] })
      expect(site.warnings).toContain('CHECKS_STAY_ON')
      expect(location(await visitor(site).post('/signin/service')).searchParams.get('state')).not.toBeNull()
    },
  ),
  ...option('client', ', `token_endpoint_auth_method`', modern, () => ({ client: { token_endpoint_auth_method: 'client_secret_post' } })),
  ...option('style', ', `logo`, `bg`, `text` …', modern, () => ({ style: { logo: '/x.svg', bg: '#fff', text: '#000' } })),
  ...option('options', ', merged over the entry', modern, () => ({ options: { clientId: 'other', clientSecret: 'other' } })),
  ...own(
    '`allowDangerousEmailAccountLinking`',
    {
      v4: differs('both sides have to have proven the address: the service, and the user here', '0102'),
      v5: differs('both sides have to have proven the address: the service, and the user here', '0102'),
    },
    async () => {
      for (const [emailVerified, ends] of [
        [null, 'OAuthAccountNotLinked'],
        [new Date(), 'user-ann'],
      ] as const)
        expect(await linkedByAddress(emailVerified)).toBe(ends)
    },
  ),
  ...option('httpOptions', ', `timeout`', { v4: 'same' }, () => ({ httpOptions: { timeout: 5_000 } })),
  ...['wellKnown', 'issuer', 'jwks_endpoint'].flatMap((name) =>
    own(`\`${name}\``, name === 'jwks_endpoint' ? { v4: 'same' } : modern, async () => {
      const asked: string[] = []
      const fetch = async (input: string | URL | Request) => {
        asked.push(String(input instanceof Request ? input.url : input))
        return new Response('', { status: 500 })
      }
      const described = name === 'wellKnown' ? { wellKnown: 'https://op.example/described' } : { issuer: 'https://op.example' }
      const entry = {
        id: 'op',
        name: 'OP',
        type: 'oidc',
        clientId: 'x',
        clientSecret: 'y',
        ...described,
        ...(name === 'jwks_endpoint' ? { jwks_endpoint: 'https://op.example/keys' } : {}),
      }
      await visitor(ours({ providers: [entry], fetch })).post('/signin/op')
      expect(asked[0]).toContain(
        name === 'wellKnown' ? 'https://op.example/described' : 'https://op.example/.well-known/openid-configuration',
      )
    }),
  ),
  ...own('`jwks`: the application’s own key', { v4: 'same' }, async () => {
    const site = ours({
      providers: [
        service('http://127.0.0.1:9', { client: { token_endpoint_auth_method: 'private_key_jwt' }, jwks: { keys: [await privateKey()] } }),
      ],
    })
    expect((await seen(await visitor(site).post('/signin/service'))).status).toBe('redirect')
  }),
  ...own('`redirectProxyUrl` of one provider', { v5: 'same' }, async () => {
    const site = ours({ providers: [service('http://127.0.0.1:9', { redirectProxyUrl: 'https://stable.example/api/auth' })] })
    expect(location(await visitor(site).post('/signin/service')).searchParams.get('redirect_uri')).toBe(
      'https://stable.example/api/auth/callback/service',
    )
  }),
  ...own('`[customFetch]`, of `next-auth` and of `@auth/core`', { v5: 'same' }, async () => {
    for (const key of [customFetch, (await load('@auth/core/lib/symbols.js')).customFetch as typeof customFetch]) {
      const asked: string[] = []
      const fetch = async (input: string | URL | Request) => {
        asked.push(String(input instanceof Request ? input.url : input))
        return new Response('', { status: 500 })
      }
      const entry = { id: 'op', name: 'OP', type: 'oidc', clientId: 'x', clientSecret: 'y', issuer: 'https://op.example' }
      for (const provider of [
        { ...entry, [key]: fetch },
        { ...entry, options: { [key]: fetch } },
      ])
        await visitor(ours({ providers: [provider] })).post('/signin/op')
      expect(asked).toHaveLength(2)
    }
  }),
  ...own('`Passkey` and `WebAuthn`, `signIn` of `next-auth/webauthn`', { v5: differs('refused in words', '0654') }, async () => {
    expect(() => ours({ providers: [Unsupported] })).toThrow(/Passkeys/)
    const { signIn } = await import('../../../src/client/webauthn.js')
    await expect(signIn('passkey')).rejects.toThrow(/Passkeys/)
  }),
  ...own(
    '`Twitter` without `version`',
    { v3: 'same', v4: 'same', v5: differs('OAuth 1.0A, as in v3 and v4; with `version: "2.0"` it is what v5 has', '0656') },
    async () => {
      expect(Twitter().type).toBe('oauth1')
      expect(Twitter({ version: '2.0' }).type).toBe('oauth')
    },
  ),

  // Links by mail.
  ...beside(kind, '`sendVerificationRequest`: `identifier`, `url`, `token`, `expires`, `provider`, `theme`', modern, handed, () => ({})),
  ...own('`sendVerificationRequest`: `baseUrl` of v3', { v3: 'same' }, async () => {
    const seenAll: Options[] = []
    const mail = email({ sendVerificationRequest: (given: Options) => seenAll.push(given) })
    await visitor(ours({ providers: [mail], adapter: memory() })).post('/signin/email', { email: 'ann@app.example' })
    expect(seenAll[0]).toMatchObject({
      identifier: 'ann@app.example',
      baseUrl: 'https://app.example',
      url: expect.any(String),
      token: expect.any(String),
    })
  }),
  ...['maxAge', 'generateVerificationToken', 'normalizeIdentifier', 'from', 'server'].flatMap((name) =>
    beside(kind, `\`${name}\` of a link by mail`, modern, handed, () => ({ mail: { [name]: mailOptions[name] } })),
  ),

  // Credentials.
  ...beside(kind, '`credentials` and `authorize`', { v3: 'same', v4: 'same', v5: 'same' }, async (someone) => {
    await someone.post('/callback/credentials', ann)
    return (await seen(await someone.get('/session'))).json
  }),
  ...beside(
    kind,
    '`credentials`: fields that it does not name are handed to `authorize` as well',
    {
      v3: otherwise('nothing', 'only those that it names; all that was posted is in the request', '0653'),
      v4: otherwise('nothing', 'only those that it names; all that was posted is in the request', '0653'),
      v5: otherwise('nothing', 'only those that it names; all that was posted is in the request', '0653'),
    },
    async (someone) => {
      await someone.post('/callback/credentials', { ...ann, more: 'everything' })
      return (await someone.session()).user.name
    },
    () => ({ providers: [credentials({ authorize: ({ more }: Options) => ({ id: '1', name: more ?? 'nothing' }) })] }),
  ),
]

const mailOptions: Options = {
  maxAge: 600,
  generateVerificationToken: () => 'a-token-of-the-application',
  normalizeIdentifier: (address: string) => address.toLowerCase(),
  from: 'App <no-reply@app.example>',
  server: 'smtp://127.0.0.1:1',
}

/** What a mailer is handed, by names and kinds. */
async function handed(someone: Visitor, _generation: Generation, options: Options): Promise<unknown> {
  const entry = options.providers[2]
  Object.assign(entry, options.mail)
  await someone.post('/signin/email', { email: 'ann@app.example' })
  const url = new URL(entry.mails[0])
  return [url.pathname, url.searchParams.get('email'), (url.searchParams.get('token') ?? '').length > 10]
}

async function privateKey(): Promise<JsonWebKey> {
  const { privateKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify'])
  return { ...(await crypto.subtle.exportKey('jwk', privateKey)), alg: 'ES256', kid: 'one' } as JsonWebKey
}
