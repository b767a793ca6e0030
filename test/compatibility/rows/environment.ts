import { expect } from 'vitest'
import { memory } from '../../../src/adapters/memory.js'
import { askFromServer } from '../../../src/browser/server-side.js'
import Auth0 from '../../../src/providers/auth0.js'
import GitHub from '../../../src/providers/github.js'
import { visitor } from '../../visitor.js'
import { ann, credentials, email, seen, service } from '../beside.js'
import { withEnvironment } from '../environment.js'
import { ours } from '../ours.js'
import type { Options } from '../published.js'
import { type Generation, type Row, rows, type Verdict } from '../table.js'

const kind = 'Environment'
const secret = 'a-secret-of-the-environment-0123456789-abc'
const none = { NEXTAUTH_URL: undefined, NEXTAUTH_SECRET: undefined, AUTH_URL: undefined, AUTH_SECRET: undefined, NODE_ENV: 'production' }
const modern = { v4: 'same', v5: 'same' } as const
const latest = { v5: 'same' } as const

/** With these variables and no others, a site that has nothing by options. */
function variable(
  names: string,
  verdicts: Partial<Record<Generation, Verdict>>,
  variables: Options,
  check: (site: (more?: Options) => ReturnType<typeof ours>) => Promise<void>,
): Row[] {
  return rows(kind, names, verdicts, () =>
    withEnvironment({ ...none, ...variables }, () =>
      check((more = {}) => ours({ url: undefined, secret: undefined, providers: [credentials()], ...more })),
    ),
  )
}

const signsIn = async (site: ReturnType<typeof ours>, origin = 'https://app.example', basePath = '/api/auth') => {
  const someone = visitor(site, origin, basePath)
  await someone.post('/callback/credentials', ann)
  return someone.session()
}

export const environment: Row[] = [
  ...variable(
    '`NEXTAUTH_URL`',
    { v3: 'same', v4: 'same', v5: 'same' },
    { NEXTAUTH_URL: 'https://app.example', AUTH_SECRET: secret },
    async (site) => {
      expect(await signsIn(site())).toMatchObject({ user: { name: 'ann' } })
    },
  ),
  ...variable(
    '`NEXTAUTH_URL` with a path',
    { v3: 'same', v4: 'same', v5: 'same' },
    { NEXTAUTH_URL: 'https://app.example/shop/auth', AUTH_SECRET: secret },
    async (site) => {
      expect(await signsIn(site(), 'https://app.example', '/shop/auth')).toMatchObject({ user: { name: 'ann' } })
    },
  ),
  ...variable('`NEXTAUTH_SECRET`', modern, { NEXTAUTH_URL: 'https://app.example', NEXTAUTH_SECRET: secret }, async (site) => {
    expect(await signsIn(site())).toMatchObject({ user: { name: 'ann' } })
  }),
  ...variable('`AUTH_SECRET`', modern, { AUTH_URL: 'https://app.example', AUTH_SECRET: secret }, async (site) => {
    expect(await signsIn(site())).toMatchObject({ user: { name: 'ann' } })
  }),
  ...variable(
    '`AUTH_SECRET_1` to `_3`: older ones, still read',
    latest,
    { AUTH_URL: 'https://app.example', AUTH_SECRET: secret },
    async (site) => {
      const someone = visitor(site())
      await someone.post('/callback/credentials', ann)
      await withEnvironment({ AUTH_SECRET: 'a-newer-secret-of-the-environment-0123456789', AUTH_SECRET_1: secret }, async () => {
        const rotated = visitor(site())
        for (const [name, value] of someone.cookies) rotated.cookies.set(name, value)
        expect(await rotated.session()).toMatchObject({ user: { name: 'ann' } })
      })
    },
  ),
  ...variable('`AUTH_URL`', latest, { AUTH_URL: 'https://app.example', AUTH_SECRET: secret }, async (site) => {
    expect(await signsIn(site())).toMatchObject({ user: { name: 'ann' } })
  }),
  ...['AUTH_TRUST_HOST', 'VERCEL', 'CF_PAGES'].flatMap((name) =>
    variable(
      `\`${name}\`: the host is believed`,
      name === 'CF_PAGES' ? latest : modern,
      { [name]: '1', AUTH_SECRET: secret },
      async (site) => {
        expect(await signsIn(site(), 'https://other.example')).toMatchObject({ user: { name: 'ann' } })
      },
    ),
  ),
  ...variable(
    '`AUTH_REDIRECT_PROXY_URL`',
    latest,
    { AUTH_URL: 'https://app.example', AUTH_SECRET: secret, AUTH_REDIRECT_PROXY_URL: 'https://stable.example/api/auth' },
    async (site) => {
      const { to = '' } = await seen(await visitor(site({ providers: [service('http://127.0.0.1:9')] })).post('/signin/service'))
      expect(new URL(to).searchParams.get('redirect_uri')).toBe('https://stable.example/api/auth/callback/service')
    },
  ),
  ...variable(
    '`AUTH_<ID>_ID`, `AUTH_<ID>_SECRET`, and a provider as a bare function',
    latest,
    { AUTH_URL: 'https://app.example', AUTH_SECRET: secret, AUTH_GITHUB_ID: 'from-the-environment', AUTH_GITHUB_SECRET: 'x' },
    async (site) => {
      const { to = '' } = await seen(await visitor(site({ providers: [GitHub] })).post('/signin/github'))
      expect(new URL(to).searchParams.get('client_id')).toBe('from-the-environment')
    },
  ),
  ...variable(
    '`AUTH_<ID>_ISSUER`',
    latest,
    {
      AUTH_URL: 'https://app.example',
      AUTH_SECRET: secret,
      AUTH_AUTH0_ID: 'x',
      AUTH_AUTH0_SECRET: 'x',
      AUTH_AUTH0_ISSUER: 'https://tenant.example',
    },
    async (site) => {
      const asked: string[] = []
      const fetch = async (input: string | URL | Request) => {
        asked.push(String(input instanceof Request ? input.url : input))
        return new Response('', { status: 500 })
      }
      await visitor(site({ providers: [Auth0], fetch })).post('/signin/auth0')
      expect(asked[0]).toContain('https://tenant.example')
    },
  ),
  ...variable(
    '`AUTH_<ID>_KEY` of a mail service',
    latest,
    { AUTH_URL: 'https://app.example', AUTH_SECRET: secret, AUTH_EMAIL_KEY: 'key-of-the-environment' },
    async (site) => {
      const keys: unknown[] = []
      const mail = email({ apiKey: undefined, sendVerificationRequest: ({ provider }: Options) => keys.push(provider.apiKey) })
      await visitor(site({ providers: [mail], adapter: memory() })).post('/signin/email', { email: 'ann@app.example' })
      expect(keys).toEqual(['key-of-the-environment'])
    },
  ),
  ...variable(
    '`NEXTAUTH_URL_INTERNAL`: where `getSession({ req })` asks',
    { v3: 'same', v4: 'same', v5: 'same' },
    { NEXTAUTH_URL: 'https://app.example', NEXTAUTH_URL_INTERNAL: 'http://127.0.0.1:9' },
    () =>
      withFetch(async (asked) => {
        await askFromServer('session')
        expect(asked).toEqual(['http://127.0.0.1:9/api/auth/session'])
      }),
  ),
  ...variable(
    '`VERCEL_URL`: where `getSession({ req })` asks, if nothing else says',
    { v3: 'same', v4: 'same', v5: 'same' },
    { VERCEL_URL: 'preview.example' },
    () =>
      withFetch(async (asked) => {
        await askFromServer('session')
        expect(asked).toEqual(['https://preview.example/api/auth/session'])
      }),
  ),
]

async function withFetch(work: (asked: string[]) => Promise<void>): Promise<void> {
  const { fetch } = globalThis
  const asked: string[] = []
  globalThis.fetch = async (input) => {
    asked.push(String(input))
    return Response.json(null)
  }
  try {
    await work(asked)
  } finally {
    globalThis.fetch = fetch
  }
}
