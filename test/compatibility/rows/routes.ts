import type { Visitor } from '../../visitor.js'
import { ann, asScript, beside, otherwise, type Seen, seen, update } from '../beside.js'
import type { Generation, Row } from '../table.js'

const kind = 'Routes'
const all = { v3: 'same', v4: 'same', v5: 'same' } as const

async function script(someone: Visitor, generation: Generation, path: string, fields: object = {}): Promise<Seen> {
  const asked = asScript(generation)
  return seen(await someone.post(path, { ...fields, ...asked.fields }, asked.headers))
}

export const routes: Row[] = [
  // What is read.
  ...beside(
    kind,
    '`GET /session`, nobody signed in',
    {
      v3: otherwise(
        { status: 200, json: null },
        '`null` where v3 says `{}`: the clients of v5 take `{}` for somebody, those of v3 and v4 take both for nobody',
        '0652',
      ),
      v4: otherwise(
        { status: 200, json: null },
        '`null` where v4 says `{}`: the clients of v5 take `{}` for somebody, those of v3 and v4 take both for nobody',
        '0652',
      ),
      v5: 'same',
    },
    async (someone) => seen(await someone.get('/session')),
  ),
  ...beside(kind, '`GET /session`, somebody signed in: `{ user: { name, email }, expires }`', all, async (someone) => {
    await someone.post('/callback/credentials', ann)
    return seen(await someone.get('/session'))
  }),
  ...beside(kind, '`GET /csrf`: `{ csrfToken }`', all, async (someone) => seen(await someone.get('/csrf'))),
  ...beside(kind, '`GET /providers`: by id `{ id, name, type, signinUrl, callbackUrl }`', all, async (someone) =>
    seen(await someone.get('/providers')),
  ),
  ...beside(kind, '`GET /signin`: a page', all, async (someone) => seen(await someone.get('/signin'))),
  ...beside(kind, '`GET /signout`: a page', all, async (someone) => seen(await someone.get('/signout'))),
  ...beside(kind, '`GET /verify-request`: a page', all, async (someone) => seen(await someone.get('/verify-request'))),
  ...beside(kind, '`GET /error`: a page', all, async (someone) => seen(await someone.get('/error'))),
  ...beside(
    kind,
    '`GET /error?error=AccessDenied` answers 403, `Configuration` 500',
    {
      v3: 'same',
      v4: 'same',
      v5: 'same',
    },
    async (someone) => [
      await seen(await someone.get('/error?error=AccessDenied')),
      await seen(await someone.get('/error?error=Configuration')),
    ],
  ),
  ...beside(
    kind,
    '`GET /signin/:provider`: begins nothing',
    { v3: 'same', v4: 'same', v5: otherwise({ status: 200, kind: 'page' }, 'the page with this one button, where v5 answers 400', '0652') },
    async (someone) => seen(await someone.get('/signin/service')),
  ),

  // Signing in.
  ...beside(kind, '`POST /callback/credentials`, right, as a form: a redirect to `callbackUrl`', all, async (someone) =>
    seen(await someone.post('/callback/credentials', { ...ann, callbackUrl: '/inside?x=1' })),
  ),
  ...beside(kind, '`POST /callback/credentials`, right, by a script: 200 `{ url }`', all, async (someone, generation) =>
    script(someone, generation, '/callback/credentials', { ...ann, callbackUrl: '/inside' }),
  ),
  ...beside(
    kind,
    '`POST /callback/credentials`, wrong, as a form',
    {
      v3: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=CredentialsSignin&code=credentials' },
        'to the sign-in page, where one may try again, without a step over `/error`',
        '0105',
      ),
      v4: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=CredentialsSignin&code=credentials' },
        'to the sign-in page, where one may try again, without a step over `/error`',
        '0105',
      ),
      v5: 'same',
    },
    async (someone) => seen(await someone.post('/callback/credentials', { ...ann, password: 'wrong' })),
  ),
  ...beside(
    kind,
    '`POST /callback/credentials`, wrong, by a script: status, and `error` in `{ url }`',
    {
      v3: 'same',
      v4: 'same',
      v5: otherwise({ status: 401, error: 'CredentialsSignin', code: 'credentials' }, '401, as v3 and v4 say, where v5 says 200', '0105'),
    },
    async (someone, generation) => {
      const { status, json } = await script(someone, generation, '/callback/credentials', { ...ann, password: 'wrong' })
      const { searchParams } = new URL(json.url, 'https://app.example')
      return { status, error: searchParams.get('error'), ...(generation === 'v5' ? { code: searchParams.get('code') } : {}) }
    },
  ),
  ...beside(
    kind,
    '`POST /callback/credentials` without a CSRF token',
    {
      v3: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=MissingCSRF' },
        '`error=MissingCSRF`, which the page says, where v3 says `csrf=true`',
        '0105',
      ),
      v4: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=MissingCSRF' },
        '`error=MissingCSRF`, which the page says, where v4 says `csrf=true`',
        '0105',
      ),
      v5: 'same',
    },
    async (someone) => seen(await someone.post('/callback/credentials', { ...ann, csrfToken: 'x' })),
  ),
  ...beside(kind, '`POST /signin/:provider` of a service, as a form: a redirect to the service', all, async (someone) => {
    const { status, to = '' } = await seen(await someone.post('/signin/service', { callbackUrl: '/inside' }))
    const url = new URL(to)
    return {
      status,
      at: url.origin + url.pathname,
      client_id: url.searchParams.get('client_id'),
      redirect_uri: url.searchParams.get('redirect_uri'),
    }
  }),
  ...beside(kind, '`POST /signin/:provider` of a service, by a script: 200 `{ url }` of the service', all, async (someone, generation) => {
    const { status, json } = await script(someone, generation, '/signin/service')
    return { status, origin: new URL(json.url).origin }
  }),
  ...beside(kind, '`POST /signin/:provider?…`: the query is handed on to the service', all, async (someone) => {
    const { to = '' } = await seen(await someone.post('/signin/service?login_hint=ann&prompt=consent'))
    const { searchParams } = new URL(to)
    return [searchParams.get('login_hint'), searchParams.get('prompt')]
  }),
  ...beside(
    kind,
    '`POST /signin/:provider?state=…`: whether the query replaces the state',
    {
      v3: otherwise(false, 'it replaces neither `state` nor what else protects a visitor', '0652'),
      v4: 'same',
      v5: otherwise(false, 'it replaces neither `state` nor what else protects a visitor', '0652'),
    },
    async (someone) =>
      new URL((await seen(await someone.post('/signin/service?state=mine'))).to ?? '').searchParams.get('state') === 'mine',
  ),
  ...beside(
    kind,
    '`POST /signin/:provider?scope=…`: whether the query chooses the scope',
    {
      v3: otherwise(false, 'the scope is the configuration’s; `callerParams` of the provider may list more', '0652'),
      v4: otherwise(false, 'the scope is the configuration’s; `callerParams` of the provider may list more', '0652'),
      v5: otherwise(false, 'the scope is the configuration’s; `callerParams` of the provider may list more', '0652'),
    },
    async (someone) =>
      new URL((await seen(await someone.post('/signin/service?scope=mine'))).to ?? '').searchParams.get('scope') === 'mine',
  ),
  ...beside(
    kind,
    '`POST /signin/:provider` that nobody configured',
    {
      v3: otherwise({ status: 404, json: { error: 'Configuration' } }, '404: no page of the site leads there', '0652'),
      v4: otherwise({ status: 404, json: { error: 'Configuration' } }, '404: no page of the site leads there', '0652'),
      v5: otherwise({ status: 404, json: { error: 'Configuration' } }, '404: no page of the site leads there', '0652'),
    },
    async (someone) => seen(await someone.post('/signin/unknown')),
  ),
  ...beside(kind, '`POST /signin/email`: to `/verify-request?provider=email&type=email`', { v4: 'same', v5: 'same' }, async (someone) =>
    seen(await someone.post('/signin/email', { email: 'ann@app.example' })),
  ),
  ...beside(
    kind,
    '`GET /callback/email?…`, the link in a mail',
    {
      v4: otherwise(
        { status: 200, kind: 'page' },
        'a page with a button, pressed by itself in the browser that asked: programs that look into mail open links too',
        '0112',
      ),
      v5: otherwise(
        { status: 200, kind: 'page' },
        'a page with a button, pressed by itself in the browser that asked: programs that look into mail open links too',
        '0112',
      ),
    },
    async (someone, _generation, options) => {
      await someone.post('/signin/email', { email: 'ann@app.example' })
      return seen(await someone.send(options.providers[2].mails[0]))
    },
  ),
  ...beside(
    kind,
    '`GET /callback/:provider` with an answer that nobody asked for: to the sign-in page',
    {
      v3: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=OAuthCallbackError' },
        '`OAuthCallbackError`, by v5’s name, where v3 says `OAuthCallback`',
        '0105',
      ),
      v4: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=OAuthCallbackError' },
        '`OAuthCallbackError`, by v5’s name, where v4 says `OAuthCallback`',
        '0105',
      ),
      v5: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=OAuthCallbackError' },
        'to the sign-in page, where one may try again, where v5 says `Configuration`',
        '0105',
      ),
    },
    async (someone) => seen(await someone.get('/callback/service?code=x&state=y')),
  ),
  ...beside(
    kind,
    '`GET /callback/:provider?error=access_denied`, a visitor who changed their mind',
    {
      v3: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=OAuthCallbackError' },
        'without a sign-in under way it is nobody’s answer',
        '0105',
      ),
      v4: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=OAuthCallbackError' },
        'without a sign-in under way it is nobody’s answer',
        '0105',
      ),
      v5: 'same',
    },
    async (someone) => seen(await someone.get('/callback/service?error=access_denied')),
  ),

  // Updating and signing out.
  ...beside(
    kind,
    '`POST /session` `{ csrfToken, data }`: the session, by way of `jwt` with `trigger: "update"`',
    { v4: 'same', v5: 'same' },
    updated,
    () => ({
      callbacks: {
        jwt: ({ token, trigger, session }: { token: object; trigger?: string; session?: { name: string } }) =>
          trigger === 'update' ? { ...token, nick: session?.name } : token,
        session: ({ session, token }: { session: object; token: { nick?: string } }) => ({ ...session, nick: token.nick }),
      },
    }),
  ),
  ...beside(
    kind,
    '`POST /session` without a CSRF token',
    {
      v4: otherwise({ status: 403, json: { error: 'MissingCSRF' } }, '403 with a code', '0652'),
      v5: otherwise({ status: 403, json: { error: 'MissingCSRF' } }, '403 with a code', '0652'),
    },
    async (someone) => {
      await someone.post('/callback/credentials', ann)
      return seen(
        await someone.send('/api/auth/session', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"data":{}}' }),
      )
    },
  ),
  ...beside(kind, '`POST /signout`, as a form: a redirect, and nobody is signed in', all, async (someone) => {
    await someone.post('/callback/credentials', ann)
    const { status, to } = await seen(await someone.post('/signout', { callbackUrl: '/bye' }))
    return { status, to, left: [...someone.cookies.keys()].filter((name) => name.includes('session-token')) }
  }),
  ...beside(kind, '`POST /signout`, by a script: 200 `{ url }`', all, async (someone, generation) => {
    await someone.post('/callback/credentials', ann)
    return script(someone, generation, '/signout', { callbackUrl: '/bye' })
  }),
  ...beside(
    kind,
    '`POST /signout` without a CSRF token',
    {
      v3: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=MissingCSRF' },
        'the same code as everywhere, where v3 leads back to its page',
        '0105',
      ),
      v4: otherwise(
        { status: 'redirect', to: '/api/auth/signin?error=MissingCSRF' },
        'the same code as everywhere, where v4 leads back to its page',
        '0105',
      ),
      v5: 'same',
    },
    async (someone) => seen(await someone.post('/signout', { csrfToken: 'x' })),
  ),

  // What is asked for where.
  ...beside(kind, '`callbackUrl`, a path of the site', all, async (someone) =>
    seen(await someone.post('/callback/credentials', { ...ann, callbackUrl: '/inside?a=b#c' })),
  ),
  ...beside(kind, '`callbackUrl`, a URL of the site', all, async (someone) =>
    seen(await someone.post('/callback/credentials', { ...ann, callbackUrl: 'https://app.example/inside' })),
  ),
  ...beside(kind, '`callbackUrl`, another site’s: the front page instead', all, async (someone) =>
    seen(await someone.post('/callback/credentials', { ...ann, callbackUrl: 'https://evil.example/' })),
  ),
  ...beside(kind, '`callbackUrl`, kept from the sign-in page', all, async (someone) => {
    await someone.get('/signin?callbackUrl=https%3A%2F%2Fapp.example%2Finside')
    return seen(await someone.post('/callback/credentials', ann))
  }),
  ...beside(
    kind,
    '`callbackUrl`, no URL at all',
    {
      v3: otherwise({ status: 200, kind: 'page' }, 'the page, and the front page as the target, where v3 leads to its error page', '0652'),
      v4: otherwise(
        { status: 200, kind: 'page' },
        'the page, and the front page as the target, where v4 answers `InvalidCallbackUrl`',
        '0652',
      ),
      v5: otherwise(
        { status: 200, kind: 'page' },
        'the page, and the front page as the target, where v5 answers `InvalidCallbackUrl`',
        '0652',
      ),
    },
    async (someone) => seen(await someone.get('/signin?callbackUrl=javascript:alert(1)')),
  ),
  ...beside(
    kind,
    'the `redirect` callback chooses',
    { v4: 'same', v5: 'same' },
    async (someone) => seen(await someone.post('/callback/credentials', ann)),
    () => ({
      callbacks: { redirect: ({ baseUrl }: { baseUrl: string }) => `${baseUrl}/chosen` },
    }),
  ),
  ...beside(
    kind,
    'the `redirect` callback chooses another site',
    {
      v3: otherwise({ status: 'redirect', to: '/' }, 'its origin has to be in `allowedRedirects`', '0104'),
      v4: otherwise({ status: 'redirect', to: '/' }, 'its origin has to be in `allowedRedirects`', '0104'),
      v5: otherwise({ status: 'redirect', to: '/' }, 'its origin has to be in `allowedRedirects`', '0104'),
    },
    async (someone) => seen(await someone.post('/callback/credentials', ann)),
    (generation) => ({
      callbacks: {
        redirect: generation === 'v3' ? (_url: string, _base: string) => 'https://shop.example/' : () => 'https://shop.example/',
      },
    }),
  ),

  // What is no route.
  ...beside(
    kind,
    '`POST /_log`',
    {
      v3: otherwise({ status: 404, json: { error: 'NotFound' } }, 'there is none: anybody could write into the log', '0655'),
      v4: otherwise({ status: 404, json: { error: 'NotFound' } }, 'there is none: anybody could write into the log', '0655'),
    },
    async (someone) =>
      seen(
        await someone.send('/api/auth/_log', { method: 'POST', body: new URLSearchParams({ level: 'error', code: 'X', message: '[]' }) }),
      ),
  ),
  ...beside(
    kind,
    'an unknown path',
    {
      v3: otherwise({ status: 404, json: { error: 'NotFound' } }, '404', '0652'),
      v4: otherwise({ status: 404, json: { error: 'NotFound' } }, '404', '0652'),
      v5: otherwise({ status: 404, json: { error: 'NotFound' } }, '404', '0652'),
    },
    async (someone) => seen(await someone.get('/unknown')),
  ),
  ...beside(
    kind,
    'a method that a route does not have',
    {
      v3: otherwise({ status: 405, json: { error: 'MethodNotAllowed' } }, '405', '0652'),
      v4: otherwise({ status: 405, json: { error: 'MethodNotAllowed' } }, '405', '0652'),
      v5: otherwise({ status: 405, json: { error: 'MethodNotAllowed' } }, '405', '0652'),
    },
    async (someone) => seen(await someone.send('/api/auth/session', { method: 'PUT' })),
  ),
  ...beside(
    kind,
    'a redirect after a POST',
    {
      v3: otherwise(303, '303 (RFC 9700 §4.12)', '0652'),
      v4: otherwise(303, '303 (RFC 9700 §4.12)', '0652'),
      v5: otherwise(303, '303 (RFC 9700 §4.12)', '0652'),
    },
    async (someone) => (await someone.post('/callback/credentials', ann)).status,
  ),
  ...beside(kind, '`Cache-Control` of `/session` and `/csrf` keeps them out of every cache', { v4: 'same', v5: 'same' }, async (someone) =>
    Promise.all(
      ['/session', '/csrf'].map(async (path) => /private.*no-store/.test((await someone.get(path)).headers.get('cache-control') ?? '')),
    ),
  ),
]

async function updated(someone: Visitor): Promise<unknown> {
  await someone.post('/callback/credentials', ann)
  return (await seen(await update(someone, { name: 'Bob' }))).json.nick
}
