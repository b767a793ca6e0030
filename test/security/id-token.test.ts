import { createPublicKey } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { OAuthProvider } from '../../src/providers/contract.js'
import { client, type Faults, type Misbehaving, misbehaving } from '../providers/misbehaving.js'
import { elliptic, formPost, modules, notOffered, payloadOf, second } from '../providers/modules.js'
import { base64url, mint, newKey, published, type SigningKey } from '../providers/signing.js'
import { begin, errorOf, signIn, type Walk, walk } from '../providers/walk.js'

let op: Misbehaving
beforeAll(async () => {
  op = await misbehaving()
})
afterAll(() => op.close())
beforeEach(() => op.behave())

/** One sign-in with these faults; the walk and how it ended. */
async function attempt(faults: Faults, more: Partial<OAuthProvider> = {}, query = ''): Promise<Walk & { error: string | null }> {
  op.faults = faults
  const walking = walk({ providers: [op.provider(more)] })
  return { ...walking, error: errorOf(await signIn(walking.someone, 'op', {}, query)) }
}

async function expectRefused({ error, someone, calls }: Walk & { error: string | null }): Promise<void> {
  expect(error).toMatch(/^OAuth(CallbackError|Signin)$/)
  expect(await someone.session()).toBeNull()
  expect(calls.filter((call) => !call.startsWith('fetch'))).toEqual([])
}

async function expectIn({ error, someone, errors }: Walk & { error: string | null }): Promise<void> {
  expect(errors.map((one) => [one.message, String(one.cause)])).toEqual([])
  expect(error).toBeNull()
  expect((await someone.session()).user.name).toBe('Ann')
}

const withClaims = (change: Record<string, unknown>): Faults => ({ claims: (right) => ({ ...right, ...change }) })
const first = (): SigningKey => op.keys[0] as SigningKey

describe('ID-34 the modules of the OpenID Foundation', () => {
  test.each(Object.entries({ ...modules, ...formPost }))('%s', async (_name, { accepts, faults, provider, between }) => {
    op.faults = faults?.(op) ?? {}
    const walking = walk({ providers: [op.provider(provider?.(op))] })
    if (between) {
      expect(errorOf(await signIn(walking.someone, 'op'))).toBeNull()
      between(op)
    }
    const started = await walking.someone.post('/signin/op')
    // A description that is not believed ends it before the visitor leaves.
    const error = errorOf(started) ?? errorOf(await signIn(walking.someone, 'op'))
    await (accepts ? expectIn : expectRefused)({ ...walking, error })
  })

  test('oidcc-client-test-nonce-unless-code-flow: a nonce is sent and demanded in the code flow too', async () => {
    const { someone } = walk({ providers: [op.provider()] })
    expect((await begin(someone, 'op')).searchParams.get('nonce')).toMatch(/^[\w-]{43}$/)
    await expectRefused(await attempt(withClaims({ nonce: undefined })))
  })

  test('oidcc-client-test-form-post-error', async () => {
    op.faults.answer = (answer) => {
      answer.delete('code')
      answer.set('error', 'temporarily_unavailable')
    }
    const walking = walk({ providers: [op.provider({ responseMode: 'form_post' })] })
    await expectRefused({ ...walking, error: errorOf(await signIn(walking.someone, 'op')) })
  })
})

describe('ID-34 modules of the OpenID Foundation for what is not offered', () => {
  test.each(Object.entries(notOffered))('FL-33 LO-14 %s', async (_name, send) => {
    const { someone } = walk({ providers: [op.provider()] })
    expect(errorOf(await signIn(someone, 'op'))).toBeNull()
    op.requests.length = 0
    const before = [...someone.cookies.keys()]
    const response = await send(someone, op)
    expect([200, 404]).toContain(response.status)
    expect(await response.text()).not.toContain('evil.example')
    expect([op.requests, [...someone.cookies.keys()]]).toEqual([[], expect.arrayContaining(before)])
    expect([...someone.cookies.keys()].filter((name) => name.includes('transaction'))).toEqual([])
    expect((await someone.session()).user.name).toBe('Ann')
  })
})

describe('signatures', () => {
  test.each([
    'RS256',
    'ES256',
    'PS256',
    'EdDSA',
    'Ed25519',
    'RS512',
    'ES384',
  ])('ID-01 %s is taken when the description lists it', async (alg) => {
    const key = alg.startsWith('RS') || alg.startsWith('PS') ? { ...second, alg, kid: alg } : newKey(alg, alg)
    op.keys = [key]
    const { at_hash: _other, ...noHash } = { at_hash: 0 }
    void noHash
    await expectIn(
      await attempt({
        metadata: (right) => ({ ...right, id_token_signing_alg_values_supported: [alg] }),
        ...(/512|384|Ed/.test(alg) ? withClaims({ at_hash: undefined }) : {}),
      }),
    )
  })

  test('ID-09 without a list it is RS256 and nothing else', async () => {
    const metadata: Faults['metadata'] = ({ id_token_signing_alg_values_supported: _none, ...right }) => right
    await expectIn(await attempt({ metadata }))
    op.keys = [elliptic]
    await expectRefused(await attempt({ metadata }))
  })

  test('ID-09 the registered algorithm wins over the list, though another key fits', async () => {
    op.keys = [elliptic]
    await expectRefused(await attempt({}, { client: { id_token_signed_response_alg: 'RS256' } }))
    await expectIn(await attempt({}, { client: { id_token_signed_response_alg: 'ES256' } }))
  })

  test('ID-09 a published key without `alg` serves what the list allows', async () => {
    await expectIn(await attempt({ keys: ([key]) => [{ ...key, alg: undefined }] }))
    await expectRefused(await attempt({ signWith: () => ({ ...first(), alg: 'RS384' }), keys: ([key]) => [{ ...key, alg: undefined }] }))
  })

  test('ID-09 a description that lists only what is no public-key algorithm means the default', async () => {
    const metadata: Faults['metadata'] = (right) => ({ ...right, id_token_signing_alg_values_supported: ['HS256', 'none'] })
    await expectIn(await attempt({ metadata }))
    op.keys = [elliptic]
    await expectRefused(await attempt({ metadata }))
  })

  test('ID-12 a kid that is a number, though a key is published under that number', async () => {
    await expectRefused(await attempt({ header: ({ alg }) => ({ alg, kid: 7 }), keys: ([key]) => [{ ...key, kid: 7 }] }))
  })

  test('O-17 HS256 with the client secret, when it is registered so', async () => {
    const hs = (right: string) => mint({ alg: 'HS256' }, payloadOf(right), client.clientSecret)
    await expectIn(await attempt({ idToken: hs }, { client: { id_token_signed_response_alg: 'HS256' } }))
    await expectRefused(await attempt({ idToken: hs }))
  })

  test.each(['none', 'None', 'nOnE', 'NONE', '', undefined, null, 0])('ID-07 alg %s', async (alg) => {
    const unsigned = (end: string) => (right: string) =>
      `${base64url({ ...(alg === undefined ? {} : { alg }) })}.${right.split('.')[1]}${end}`
    for (const end of ['.', '', `.${base64url('x')}`]) await expectRefused(await attempt({ idToken: unsigned(end) }))
    await expectRefused(
      await attempt({ idToken: unsigned('.'), metadata: (right) => ({ ...right, id_token_signing_alg_values_supported: ['none', alg] }) }),
    )
  })

  test('ID-08 HS256 with the public key as its secret', async () => {
    const key = createPublicKey(first().key)
    const pem = key.export({ type: 'spki', format: 'pem' }).toString()
    const secrets = [
      pem,
      ` ${pem}`,
      pem.replaceAll('\n', '\r\n'),
      pem.trim(),
      key.export({ type: 'spki', format: 'der' }).toString('latin1'),
      JSON.stringify(published(first())),
    ]
    for (const secret of secrets) {
      for (const metadata of [
        undefined,
        (right: Record<string, unknown>) => ({ ...right, id_token_signing_alg_values_supported: ['RS256', 'HS256'] }),
      ]) {
        await expectRefused(
          await attempt({
            idToken: (right) => mint({ alg: 'HS256', kid: 'first' }, payloadOf(right), secret),
            ...(metadata ? { metadata } : {}),
          }),
        )
      }
    }
  })

  test('ID-10 one changed character in each part', async () => {
    for (const part of [0, 1, 2]) {
      await expectRefused(
        await attempt({
          idToken: (right) => {
            const parts = right.split('.')
            const text = parts[part] as string
            parts[part] = text.slice(0, 12) + (text[12] === 'A' ? 'B' : 'A') + text.slice(13)
            return parts.join('.')
          },
        }),
      )
    }
  })

  test('ID-10 the key of somebody else under the same `kid`', async () => {
    await expectRefused(await attempt({ signWith: () => ({ ...second, kid: 'first' }) }))
  })

  test('ID-11 a key inside the token is not looked at, nor fetched', async () => {
    const [jwk] = [published(second)]
    const inside = { jwk, jku: `${op.url}/evil-keys`, x5u: `${op.url}/evil-cert`, x5c: ['AAAA'] }
    await expectRefused(await attempt({ signWith: () => second, header: ({ alg }) => ({ alg, ...inside }) }))
    await expectRefused(await attempt({ signWith: () => second, header: ({ alg }) => ({ alg, kid: 'evil', ...inside }) }))
    expect(op.requests.filter((path) => path.includes('evil'))).toEqual([])
  })

  test.each([
    ['../../../dev/null'],
    ["' OR 1=1 --"],
    ['__proto__'],
    ['constructor'],
    ['x'.repeat(40_000)],
    [7],
    [{}],
    [['first']],
  ])('ID-12 kid %j is no key of ours', async (kid) => {
    await expectRefused(await attempt({ header: ({ alg }) => ({ alg, kid }) }))
  })

  test.each([
    [{ crit: ['x'], x: 1 }],
    [{ crit: [] }],
    [{ crit: ['alg'] }],
    [{ crit: ['b64'], b64: false }],
    [{ crit: 'exp' }],
  ])('ID-13 %j', async (more) => {
    await expectRefused(await attempt({ header: (right) => ({ ...right, ...more }) }))
  })

  test('ID-14 a member twice, in header or claims', async () => {
    const twice = (json: string, name: string, value: string) => json.replace('{', `{${JSON.stringify(name)}:${JSON.stringify(value)},`)
    const header = JSON.stringify({ alg: 'RS256', kid: 'first' })
    await expectRefused(
      await attempt({ idToken: (right) => mint(twice(header, 'alg', 'none') as never, payloadOf(right), first().key, 'RS256') }),
    )
    await expectRefused(
      await attempt({
        idToken: (right) => mint(header as never, twice(JSON.stringify(payloadOf(right)), 'sub', 'somebody-else'), first().key, 'RS256'),
      }),
    )
    await expectIn(await attempt({ idToken: (right) => mint(header as never, JSON.stringify(payloadOf(right)), first().key, 'RS256') }))
  })

  test('ID-24 keys that are for something else, or too weak', async () => {
    for (const change of [{ use: 'enc' }, { key_ops: ['encrypt'] }, { kty: 'oct' }, { kty: 'EC' }])
      await expectRefused(await attempt({ keys: ([key]) => [{ ...key, ...change }] }))
    op.keys = [newKey('RS256', 'short', 1024)]
    await expectRefused(await attempt({}))
  })

  test('RFC 8725 §3.11 a token of another type, and one that is encrypted', async () => {
    for (const typ of ['logout+jwt', 'at+jwt', 7]) await expectRefused(await attempt({ header: (right) => ({ ...right, typ }) }))
    await expectIn(await attempt({ header: (right) => ({ ...right, typ: 'JWT' }) }))
    await expectRefused(await attempt({ idToken: () => 'a.b.c.d.e' }))
  })
})

describe('claims', () => {
  test('ID-02 PF-19 iss', async () => {
    const others = [
      'https://evil.example',
      `${op.url}/`,
      op.url.replace('http:', 'https:'),
      op.url.toUpperCase(),
      `${op.url}/tenant`,
      '',
      null,
      7,
      [op.url],
    ]
    for (const iss of others) await expectRefused(await attempt(withClaims({ iss })))
  })

  test('ID-03 aud', async () => {
    for (const aud of [
      'other',
      client.clientId.slice(0, -1),
      `${client.clientId} `,
      7,
      [[client.clientId]],
      {},
      [],
      '',
      null,
      [client.clientId, 7],
    ])
      await expectRefused(await attempt(withClaims({ aud })))
    await expectIn(await attempt(withClaims({ aud: [client.clientId] })))
  })

  test('ID-05 azp', async () => {
    await expectRefused(await attempt(withClaims({ azp: 'other' })))
    await expectRefused(await attempt(withClaims({ aud: [client.clientId, 7], azp: client.clientId })))
    await expectRefused(await attempt(withClaims({ aud: [client.clientId], azp: 'other' })))
    await expectRefused(await attempt(withClaims({ aud: [client.clientId, 'api'] })))
    await expectRefused(await attempt(withClaims({ aud: [client.clientId, 'api'], azp: 'api' })))
    await expectIn(await attempt(withClaims({ aud: [client.clientId, 'api'], azp: client.clientId })))
    await expectIn(await attempt(withClaims({ azp: client.clientId })))
  })

  test.each([[undefined], [''], ['x'.repeat(256)], [7], [null], [{ id: 1 }], [['a']], ['ä'], ['a\u0000b']])('ID-06 sub %j', async (sub) => {
    await expectRefused(await attempt(withClaims({ sub })))
  })

  test('ID-06 255 characters are taken, exactly as they are', async () => {
    const sub = `Aa ${'x'.repeat(252)}`
    let seen: string | undefined
    op.faults = withClaims({ sub })
    const { someone } = walk({
      providers: [op.provider({ profile: () => ({ id: 'something-else' }) })],
      callbacks: {
        signIn: ({ account }) => {
          seen = account?.providerAccountId
          return true
        },
      },
    })
    await signIn(someone, 'op')
    expect(seen).toBe(sub)
  })

  const seconds = () => Math.floor(Date.now() / 1000)
  test.each([
    ['past', () => seconds() - 61],
    ['missing', () => undefined],
    ['text', () => String(seconds() + 300)],
    ['1e20', () => 1e20],
    ['negative', () => -1],
    ['null', () => null],
    ['zero', () => 0],
  ])('ID-15 exp %s', async (_what, exp) => {
    await expectRefused(await attempt(withClaims({ exp: exp() })))
  })

  test.each([
    ['missing', () => undefined],
    ['in the future', () => seconds() + 120],
    ['far in the future', () => 1e20],
    ['a week old', () => seconds() - 7 * 86_400],
    ['text', () => String(seconds())],
    ['null', () => null],
  ])('ID-16 iat %s', async (_what, iat) => {
    await expectRefused(await attempt(withClaims({ iat: iat() })))
  })

  test('ID-15 ID-16 O-18 clocks may differ by a minute', async () => {
    await expectIn(await attempt(withClaims({ iat: seconds() + 45, nbf: seconds() + 45 })))
    await expectIn(await attempt(withClaims({ exp: seconds() - 45 })))
    await expectRefused(await attempt(withClaims({ nbf: seconds() + 120 })))
  })

  test('O-19 the nonce of another sign-in', async () => {
    const { someone } = walk({ providers: [op.provider()] })
    const nonce = (await begin(someone, 'op')).searchParams.get('nonce')
    await expectRefused(await attempt(withClaims({ nonce })))
  })

  test('ID-21 max_age that was sent is demanded', async () => {
    await expectRefused(await attempt({}, {}, '?max_age=60'))
    await expectRefused(await attempt(withClaims({ auth_time: seconds() - 600 }), {}, '?max_age=60'))
    await expectRefused(await attempt(withClaims({ auth_time: 'now' }), {}, '?max_age=60'))
    await expectIn(await attempt(withClaims({ auth_time: seconds() - 30 }), {}, '?max_age=60'))
    await expectRefused(await attempt({}, { authorization: { params: { max_age: '60' } } }))
  })

  test('ID-22 an essential acr that is not met', async () => {
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['gold', 'silver'] } } })
    const more = { authorization: { params: { claims } } }
    await expectRefused(await attempt({}, more))
    await expectRefused(await attempt(withClaims({ acr: 'bronze' }), more))
    await expectIn(await attempt(withClaims({ acr: 'silver' }), more))
  })

  test('ID-29 one issuer per tenant: only tenants that are listed, and only with their own issuer', async () => {
    const tid = '7e1c0f6e-0000-4000-8000-000000000001'
    const issuer = `${op.url}/{tenantid}/v2`
    const more = { issuer, wellKnown: `${op.url}/.well-known/openid-configuration` }
    const faults = (change: Record<string, unknown>): Faults => ({
      metadata: (right) => ({ ...right, issuer }),
      claims: (right) => ({ ...right, tid, iss: `${op.url}/${tid}/v2`, ...change }),
    })
    await expectIn(await attempt(faults({}), { ...more, tenants: [tid] }))
    await expectIn(await attempt(faults({}), { ...more, tenants: 'any' }))
    await expectRefused(await attempt(faults({}), { ...more, tenants: ['another'] }))
    await expectRefused(await attempt(faults({}), more))
    for (const change of [{ tid: 'another' }, { tid: undefined }, { tid: '../x' }, { iss: issuer }, { iss: `${op.url}/another/v2` }])
      await expectRefused(await attempt(faults(change), { ...more, tenants: 'any' }))
  })
})

describe('userinfo', () => {
  const more: Partial<OAuthProvider> = { idToken: false }

  test.each([['another'], [undefined], [''], [7], [['ann-1']]])('ID-25 sub %j', async (sub) => {
    await expectRefused(await attempt({ userinfo: (right) => ({ ...right, sub }) }, more))
  })

  test('ID-25 also when the provider reads it in its own way', async () => {
    await expectRefused(await attempt({}, { ...more, userinfo: { request: async () => ({ sub: 'another' }) } }))
  })

  test('ID-26 signed: verified; registered as signed: demanded', async () => {
    const metadata: Faults['metadata'] = (right) => ({ ...right, userinfo_signing_alg_values_supported: ['RS256'] })
    const answer =
      (change: object, key = first().key) =>
      (right: object) =>
        mint({ alg: 'RS256', kid: 'first' }, { ...right, iss: op.url, aud: client.clientId, ...change }, key)
    await expectIn(await attempt({ metadata, userinfo: answer({}) }, more))
    for (const change of [{ iss: 'https://evil.example' }, { aud: 'other' }, { sub: 'another' }])
      await expectRefused(await attempt({ metadata, userinfo: answer(change) }, more))
    await expectRefused(await attempt({ metadata, userinfo: answer({}, second.key) }, more))
    await expectRefused(await attempt({ metadata, userinfo: (right) => `${base64url({ alg: 'none' })}.${base64url(right)}.` }, more))
    await expectRefused(await attempt({}, { ...more, client: { userinfo_signed_response_alg: 'RS256' } }))
  })

  test('a signed claim is not replaced by one that is not signed', async () => {
    let profile: Record<string, unknown> = {}
    op.faults = {
      claims: (right) => ({ ...right, amr: ['pwd'] }),
      userinfo: (right) => ({
        ...right,
        iss: 'https://evil.example',
        acr: 'gold',
        amr: ['mfa'],
        email: 'eve@example.com',
        email_verified: undefined,
      }),
    }
    const { someone } = walk({
      providers: [op.provider(more)],
      callbacks: {
        signIn: (told) => {
          profile = told.profile ?? {}
          return true
        },
      },
    })
    await signIn(someone, 'op')
    expect(profile).toMatchObject({ iss: op.url, amr: ['pwd'], email: 'eve@example.com' })
    expect(profile).not.toHaveProperty('acr')
    // "Verified" was said of ann's address.
    expect(profile).not.toHaveProperty('email_verified')
  })
})

describe('what becomes of it', () => {
  async function userAfter(
    change: Record<string, unknown>,
    more: Partial<OAuthProvider> = {},
  ): Promise<{ email: string | null; emailVerified: Date | null }> {
    const created: { email: string | null; emailVerified: Date | null }[] = []
    op.faults = withClaims(change)
    const { someone } = walk({ providers: [op.provider(more)], events: { createUser: ({ user }) => created.push(user as never) } })
    expect(errorOf(await signIn(someone, 'op'))).toBeNull()
    return created[0] as { email: string | null; emailVerified: Date | null }
  }

  test.each([
    ['"true"', 'true'],
    ['"false"', 'false'],
    ['1', 1],
    ['0', 0],
    ['missing', undefined],
    ['null', null],
    ['an object', {}],
    ['false', false],
  ])('ID-27 LK-06 email_verified %s is not verified', async (_what, email_verified) => {
    expect((await userAfter({ email_verified })).emailVerified).toBeNull()
  })

  test('ID-27 true is, for the address it was said of', async () => {
    expect((await userAfter({})).emailVerified).toBeInstanceOf(Date)
    const upn: Partial<OAuthProvider> = { profile: ({ sub, upn }) => ({ id: sub as string, email: upn as string }) }
    expect(await userAfter({ upn: 'boss@example.com' }, upn)).toMatchObject({ email: 'boss@example.com', emailVerified: null })
    expect(
      (await userAfter({}, { profile: ({ sub, email }) => ({ id: sub as string, email: email as string, emailVerified: false }) }))
        .emailVerified,
    ).toBeNull()
  })

  test.each([
    [null],
    [['ann@example.com']],
    ['not an address'],
    [7],
    ['a@example.com,b@example.com'],
    [undefined],
  ])('LK-14 email %j is none', async (email) => {
    expect(await userAfter({ email }, { idToken: true })).toMatchObject({ email: null, emailVerified: null })
  })

  test('ID-30 claims elsewhere are not followed', async () => {
    const walking = await attempt(withClaims({ _claim_names: { x: 's' }, _claim_sources: { s: { endpoint: `${op.url}/elsewhere` } } }), {
      idToken: false,
    })
    await expectIn(walking)
    expect(op.requests).not.toContain('/elsewhere')
  })

  test('ID-31 many claims, deep claims, and claims with names of the language', async () => {
    const deep = JSON.parse(`${'['.repeat(3000)}${']'.repeat(3000)}`) as unknown
    const many = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`c${i}`, i]))
    await expectRefused(
      await attempt({
        idToken: (right) => mint({ alg: 'RS256', kid: 'first' }, { ...payloadOf(right), x: 'x'.repeat(100_000) }, first().key),
      }),
    )
    for (const more of [{ deep }, many]) expect((await attempt(withClaims(more))).error).toBeNull()
    const text = (right: string) => JSON.stringify(payloadOf(right)).replace('{', '{"__proto__":{"polluted":true},"constructor":{"x":1},')
    const polluted = await attempt({ idToken: (right) => mint({ alg: 'RS256', kid: 'first' }, text(right), first().key) })
    await expectIn(polluted)
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test("amr and auth_time are the provider's, where it tells", async () => {
    const claims: Record<string, unknown>[] = []
    const auth_time = seconds() - 20
    op.faults = withClaims({ amr: ['pwd', 'otp', 7, '<x>'], auth_time })
    const told = walk({
      providers: [op.provider()],
      callbacks: {
        jwt: ({ token }) => {
          claims.push({ ...token })
          return token
        },
      },
    })
    await signIn(told.someone, 'op')
    op.faults = {}
    const silent = walk({
      providers: [op.provider()],
      callbacks: {
        jwt: ({ token }) => {
          claims.push({ ...token })
          return token
        },
      },
    })
    await signIn(silent.someone, 'op')
    expect(claims[0]).toMatchObject({ amr: ['pwd', 'otp'], auth_time })
    expect(claims[1]).toMatchObject({ amr: ['fed'] })
  })

  function seconds(): number {
    return Math.floor(Date.now() / 1000)
  }
})
