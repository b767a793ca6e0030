import { CompactEncrypt, CompactSign, EncryptJWT } from 'jose'
import { beforeAll, describe, expect, test } from 'vitest'
import { decode, getToken } from '../../src/jwt/index.js'
import { loadPublished, type Published } from '../published/generations.js'
import { secret, site } from '../site.js'
import { type Visitor, visitor } from '../visitor.js'

const own = '__Host-next-auth.session-token'
const v4Name = '__Secure-next-auth.session-token'
const v5Name = '__Secure-authjs.session-token'
const ann = { sub: 'user-ann', name: 'ann', email: 'ann@app.example', picture: null, role: 'editor' }
const hour = 3600

let published: Published
beforeAll(async () => {
  published = await loadPublished()
}, 300_000)

/** A generation and a form: what its own `encode` makes, and under which configuration of ours it is read. */
interface Form {
  readonly cookie: string
  readonly make: (claims: object, how?: { secret?: string; maxAge?: number }) => Promise<string>
  /** Whether that generation itself takes the token. */
  readonly takes: (token: string) => Promise<boolean>
  readonly jwt?: object
}

const takenBy = async (reading: () => Promise<unknown>): Promise<boolean> => Boolean(await reading().catch(() => null))
const key = (bytes: number): string =>
  JSON.stringify({ kty: 'oct', k: Buffer.alloc(bytes, 7).toString('base64url'), alg: bytes === 64 ? 'HS512' : 'A256GCM' })
const keys = { signingKey: key(64), encryptionKey: key(32) }

const forms: Readonly<Record<string, Form>> = {
  'v3, signed': v3({}),
  'v3, encrypted': v3({ encryption: true }),
  'v3, signed with a key of its own': v3({ signingKey: keys.signingKey }),
  'v3, encrypted with keys of its own': v3({ encryption: true, ...keys }),
  v4: {
    cookie: v4Name,
    make: (token, how) => published.v4.encode({ token, secret, ...how }),
    takes: (token) => takenBy(() => published.v4.decode({ token, secret })),
  },
  v5: {
    cookie: v5Name,
    make: (token, how) => published.v5.encode({ token, secret, salt: v5Name, ...how }),
    takes: (token) => takenBy(() => published.v5.decode({ token, secret, salt: v5Name })),
  },
}

function v3(jwt: object): Form {
  return {
    cookie: v4Name,
    make: (token, how) => published.v3.encode({ token, secret, ...jwt, ...how }),
    takes: (token) => takenBy(() => published.v3.decode({ token, secret, ...jwt })),
    jwt,
  }
}

function visit({ jwt = {} }: Pick<Form, 'jwt'>, options: object = {}): Visitor {
  const callbacks = { session: ({ session, token }: { session: object; token: { role?: unknown } }) => ({ ...session, role: token.role }) }
  return visitor(site({ jwt, callbacks: callbacks as never, ...options }).auth)
}

async function holding(form: Form, token: string, options: object = {}): Promise<Visitor> {
  const someone = visit(form, options)
  someone.cookies.set(form.cookie, token)
  return someone
}

describe.each(Object.entries(forms))('%s', (_name, form) => {
  test('the session goes on, is replaced by ours at the first answer that can set a cookie, and ends when it is ended', async () => {
    const token = await form.make(ann)
    expect(await form.takes(token)).toBe(true)
    const someone = await holding(form, token)
    const before = await someone.session()
    expect(before).toMatchObject({ user: { id: 'user-ann', name: 'ann', email: 'ann@app.example' }, role: 'editor' })
    expect([...someone.cookies.keys()]).toEqual([own])
    expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' }, role: 'editor' })
    const answer = await someone.post('/signout')
    expect(answer.status).toBe(303)
    expect(await someone.session()).toBeNull()
  })

  test('reading alone changes nothing, as often as it is done', async () => {
    const { auth } = site({ jwt: form.jwt ?? {} })
    const headers = new Headers({ host: 'app.example', cookie: `${form.cookie}=${await form.make(ann)}` })
    for (let i = 0; i < 3; i++) expect(await auth.read(headers)).toMatchObject({ user: { id: 'user-ann' } })
  })

  test('signing out at once leaves nothing of it behind', async () => {
    const someone = await holding(form, await form.make(ann))
    await someone.post('/signout')
    expect(someone.cookies.has(form.cookie)).toBe(false)
    expect(someone.cookies.has(own)).toBe(false)
    expect(await someone.session()).toBeNull()
  })

  test('signing in as somebody else leaves nothing of it behind', async () => {
    const someone = await holding(form, await form.make(ann))
    await someone.post('/callback/credentials', { username: 'ben', password: 'right' })
    expect(someone.cookies.has(form.cookie)).toBe(false)
    expect(await someone.session()).toMatchObject({ user: { id: 'user-ben' } })
  })

  test('CK-15 in parts, as browsers were given long ones; a missing part is no session', async () => {
    const token = await form.make({ ...ann, note: Array.from({ length: 1500 }, (_, i) => i % 7).join('') })
    const parts = [token.slice(0, 1400), token.slice(1400, 2800), token.slice(2800)]
    const someone = visit(form)
    for (const [i, part] of parts.entries()) someone.cookies.set(`${form.cookie}.${i}`, part)
    expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
    expect([...someone.cookies.keys()].every((name) => name.startsWith(own))).toBe(true)
    const other = visit(form)
    for (const [i, part] of parts.entries()) if (i !== 1) other.cookies.set(`${form.cookie}.${i}`, part)
    expect(await other.session()).toBeNull()
  })

  test('SJ-06 a token under another secret counts where its generation took it: never, but for v3 with keys of its own', async () => {
    const foreign = await form.make(ann, { secret: 'another-secret-for-tests-0123456789-abcdef' })
    const ownKeys = form.jwt !== undefined && 'signingKey' in form.jwt
    expect(await form.takes(foreign)).toBe(ownKeys)
    expect((await (await holding(form, foreign)).session()) !== null).toBe(ownKeys)
  })

  test('SJ-17 one of several secrets will do, and none that was taken off the list', async () => {
    const token = await form.make(ann, { secret: 'the-secret-before-for-tests-0123456789' })
    const now = 'the-secret-of-today-for-tests-0123456789'
    const rotated = await holding(form, token, { secret: [now, 'the-secret-before-for-tests-0123456789'] })
    expect(await rotated.session()).toMatchObject({ user: { id: 'user-ann' } })
    if (!form.jwt || !('signingKey' in form.jwt)) expect(await (await holding(form, token, { secret: now })).session()).toBeNull()
  })

  test('SJ-02 a spoilt one is nobody', async () => {
    const token = await form.make(ann)
    const at = token
      .split('')
      .flatMap((letter, i) => (letter === '.' ? [i - 3, i + 3] : []))
      .concat(3, token.length - 4)
    const flipped = at.map((i) => token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1))
    const parts = token.split('.')
    for (const spoilt of [
      ...flipped,
      token.slice(0, -2),
      `${token}.x`,
      token + token,
      parts.slice(1).join('.'),
      `${parts[0]}..`,
      '..',
      '....',
    ])
      expect(await (await holding(form, spoilt)).session(), spoilt.slice(0, 60)).toBeNull()
  })

  test('SJ-03 one that has ended is nobody, however long it was to live', async () => {
    const token = await form.make(ann, { maxAge: hour })
    expect(await (await holding(form, token, { clock: () => Date.now() + (hour - 60) * 1000 })).session()).not.toBeNull()
    expect(await (await holding(form, token, { clock: () => Date.now() + (hour + 1) * 1000 })).session()).toBeNull()
  })

  test('SJ-04 the absolute end counts from when it was issued, and what replaces it ends no later', async () => {
    const day = 86_400
    let now = Date.now()
    const form9 = await holding(form, await form.make(ann, { maxAge: 30 * day }), {
      clock: () => now,
      session: { strategy: 'jwt', maxAge: 30 * day, absoluteMaxAge: 40 * day },
    })
    now += 20 * day * 1000
    expect(await form9.session()).not.toBeNull()
    now += 19 * day * 1000
    expect(await form9.session()).not.toBeNull()
    now += 2 * day * 1000
    expect(await form9.session()).toBeNull()
  })

  test('CK-04 an https site takes none from a cookie without a prefix', async () => {
    const someone = visit(form)
    someone.cookies.set(form.cookie.replace('__Secure-', ''), await form.make(ann))
    expect(await someone.session()).toBeNull()
  })

  test('where ours is there, even broken, no older one stands in for it', async () => {
    const someone = await holding(form, await form.make(ann))
    someone.cookies.set(own, 'broken')
    expect(await someone.session()).toBeNull()
    // Both have gone with it.
    expect([...someone.cookies.keys()].filter((name) => name.includes('session-token'))).toEqual([])
  })

  test('the grace ends on its date, and `false` gives none', async () => {
    const token = await form.make(ann)
    const until = (earlierUntil: Date | string | false) => holding(form, token, { session: { strategy: 'jwt', earlierUntil } })
    const soon = new Date(Date.now() + 60_000)
    expect(await (await until(soon)).session()).not.toBeNull()
    expect(await (await until(soon.toISOString())).session()).not.toBeNull()
    expect(await (await until(new Date(Date.now() - 1000))).session()).toBeNull()
    expect(await (await until(false)).session()).toBeNull()
  })

  test('CK-29 its value under the other generation’s name is nobody’s there', async () => {
    const other = form.cookie === v5Name ? v4Name : v5Name
    const someone = visit(form)
    someone.cookies.set(other, await form.make(ann))
    const session = await someone.session()
    // v3's and v4's keys know no name: that generation would have taken it from any cookie of its site.
    if (form.cookie === v5Name) expect(session).toBeNull()
  })
})

test('SJ-21 one too long for our cookies goes on under its own until its end', async () => {
  const { auth, errors } = site()
  const someone = visitor(auth)
  const token = await published.v4.encode({ token: { ...ann, note: 'x'.repeat(9000) }, secret })
  for (let i = 0; i * 3900 < token.length; i++) someone.cookies.set(`${v4Name}.${i}`, token.slice(i * 3900, (i + 1) * 3900))
  for (let i = 0; i < 2; i++) expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
  expect(errors.map(({ name }) => name)).toEqual(['SessionTooLarge', 'SessionTooLarge'])
  expect(someone.cookies.has(`${v4Name}.3`)).toBe(true)
  await someone.post('/signout')
  expect(await someone.session()).toBeNull()
})

describe('on http, where the name of the cookie is the same as ours', () => {
  test('v4: read, replaced, ended', async () => {
    const someone = visitor(site({ url: 'http://localhost:3000' }).auth, 'http://localhost:3000')
    const token = await published.v4.encode({ token: ann, secret })
    someone.cookies.set('next-auth.session-token', token)
    expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
    expect(someone.cookies.get('next-auth.session-token')).not.toBe(token)
    expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
  })

  test('v5, and what v4 left there before counts no more: signing out of v5 had not deleted it', async () => {
    const someone = visitor(site({ url: 'http://localhost:3000' }).auth, 'http://localhost:3000')
    someone.cookies.set('next-auth.session-token', await published.v4.encode({ token: { ...ann, sub: 'user-old' }, secret }))
    someone.cookies.set('authjs.session-token', await published.v5.encode({ token: ann, secret, salt: 'authjs.session-token' }))
    expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
    expect([...someone.cookies.keys()]).toEqual(['next-auth.session-token'])
  })
})

test('what v4 left behind does not come back in a browser that signed out of v5', async () => {
  const someone = visit({})
  someone.cookies.set(v4Name, await published.v4.encode({ token: ann, secret }))
  someone.cookies.set('__Host-authjs.csrf-token', 'anything')
  expect(await someone.session()).toBeNull()
})

test('v5 under a name that the application chose, which is the salt of its key', async () => {
  const someone = visit({}, { cookies: { sessionToken: { name: 'sid' } } })
  someone.cookies.set('sid', await published.v5.encode({ token: ann, secret, salt: 'sid' }))
  expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
  someone.cookies.set('sid', await published.v5.encode({ token: ann, secret, salt: v5Name }))
  expect(await someone.session()).toBeNull()
})

describe('SJ-08 what was no session is none now', () => {
  const checks = { state: { state: 'x' }, nonce: { nonce: 'x' }, pkce: { code_verifier: 'x' }, value: { value: 'x' } }

  test.each(
    Object.entries(checks),
  )('CVE-2023-48309 %s of a sign-in under way, from before 4.24.5 when it had no key of its own', async (_name, claims) => {
    const token = await published.v4.encode({ token: claims, secret, maxAge: 900 })
    expect(await (await holding(forms.v4 as Form, token)).session()).toBeNull()
  })

  test.each(['next-auth.state', 'next-auth.pkce.code_verifier', '__Secure-next-auth.nonce'])('v4’s %s', async (salt) => {
    const token = await published.v4.encode({ token: { ...ann, value: 'x' }, secret, salt })
    expect(await (forms.v4 as Form).takes(token)).toBe(false)
    expect(await (await holding(forms.v4 as Form, token)).session()).toBeNull()
  })

  test.each([
    '__Secure-authjs.state',
    '__Secure-authjs.pkce.code_verifier',
    'encodedState',
    'authjs.session-token',
    '',
  ])('v5’s “%s”', async (salt) => {
    const token = await published.v5.encode({ token: { ...ann, value: 'x' }, secret, salt })
    expect(await (forms.v5 as Form).takes(token)).toBe(false)
    expect(await (await holding(forms.v5 as Form, token)).session()).toBeNull()
  })

  test('v3’s PKCE, which had the session’s keys', async () => {
    const form = forms['v3, encrypted'] as Form
    expect(await (await holding(form, await form.make({ code_verifier: 'x' }))).session()).toBeNull()
  })
})

describe('SJ-05 SJ-07 another algorithm, under the right key', () => {
  const claims = () => ({ ...ann, iat: Math.floor(Date.now() / 1000), exp: Math.floor(Date.now() / 1000) + hour })
  const keyOf = async (info: string, salt: string, length: number): Promise<Uint8Array> => {
    const material = await crypto.subtle.importKey('raw', Buffer.from(secret), 'HKDF', false, ['deriveBits'])
    const how = { name: 'HKDF', hash: 'SHA-256', salt: Buffer.from(salt), info: Buffer.from(info) }
    return new Uint8Array(await crypto.subtle.deriveBits(how, material, length * 8))
  }
  const jws = (alg: string, payload: object) =>
    keyOf('NextAuth.js Generated Signing Key', '', 64).then((k) =>
      new CompactSign(Buffer.from(JSON.stringify(payload))).setProtectedHeader({ alg }).sign(k),
    )
  const v4Key = () => keyOf('NextAuth.js Generated Encryption Key', '', 32)
  const jwe = async (header: { alg: string; enc: string; zip?: string }, text: string, key: Uint8Array) =>
    new CompactEncrypt(Buffer.from(text)).setProtectedHeader(header as never).encrypt(key)

  test('v3: HS256, HS384 and none', async () => {
    const form = forms['v3, signed'] as Form
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims())).toString('base64url')}.`
    expect(await (await holding(form, await jws('HS512', claims()))).session()).not.toBeNull()
    for (const token of [await jws('HS256', claims()), await jws('HS384', claims()), none]) {
      expect(await form.takes(token)).toBe(false)
      expect(await (await holding(form, token)).session()).toBeNull()
    }
  })

  test('v3: signed only where it encrypted, and encrypted where it only signed', async () => {
    const signed = await (forms['v3, signed'] as Form).make(ann)
    const encrypted = await (forms['v3, encrypted'] as Form).make(ann)
    expect(await (forms['v3, encrypted'] as Form).takes(signed)).toBe(false)
    expect(await (await holding(forms['v3, encrypted'] as Form, signed)).session()).toBeNull()
    expect(await (forms['v3, signed'] as Form).takes(encrypted)).toBe(false)
    const strict = visit({ jwt: { encryption: false } })
    strict.cookies.set(v4Name, encrypted)
    expect(await strict.session()).toBeNull()
  })

  test('v3: a signature by somebody else inside of what it encrypted', async () => {
    const inner = await new CompactSign(Buffer.from(JSON.stringify(claims())))
      .setProtectedHeader({ alg: 'HS512' })
      .sign(new Uint8Array(64).fill(1))
    const token = await jwe({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }, inner, await v4Key())
    expect(await (forms['v3, encrypted'] as Form).takes(token)).toBe(false)
    expect(await (await holding(forms['v3, encrypted'] as Form, token)).session()).toBeNull()
  })

  test('v3: no `iat`, and an `iat` longer ago than sessions live', async () => {
    const form = forms['v3, signed'] as Form
    const { iat, ...rest } = claims()
    for (const payload of [rest, { ...rest, iat: iat - 31 * 86_400 }]) {
      const token = await jws('HS512', payload)
      expect(await form.takes(token)).toBe(false)
      expect(await (await holding(form, token)).session()).toBeNull()
    }
  })

  test('SJ-12 compressed where nobody compressed, and more than a token may weigh', async () => {
    const text = JSON.stringify(claims())
    const bomb = await jws('HS512', { ...claims(), zeros: '0'.repeat(5_000_000) })
    for (const token of [
      await jwe({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }, text, await v4Key()),
      await jwe({ alg: 'dir', enc: 'A256GCM', zip: 'DEF' }, bomb, await v4Key()),
    ]) {
      expect(token.length).toBeLessThan(16_000)
      expect(await (await holding(forms['v3, encrypted'] as Form, token)).session()).toBeNull()
    }
  })

  test('v4 and v5: other key management, and content encryption that they never wrote', async () => {
    const text = JSON.stringify(claims())
    const v5Key = await keyOf(`Auth.js Generated Encryption Key (${v5Name})`, v5Name, 64)
    const tokens = [
      await jwe({ alg: 'A256KW', enc: 'A256GCM' }, text, await v4Key()),
      await jwe({ alg: 'A256GCMKW', enc: 'A256GCM' }, text, await v4Key()),
      await jwe({ alg: 'dir', enc: 'A128CBC-HS256' }, text, await v4Key()),
      await jwe({ alg: 'dir', enc: 'A256CBC-HS512', zip: 'DEF' }, text, v5Key),
    ]
    for (const token of tokens)
      for (const form of [forms.v4, forms.v5]) expect(await (await holding(form as Form, token)).session()).toBeNull()
    expect(await (await holding(forms.v5 as Form, await jwe({ alg: 'dir', enc: 'A256CBC-HS512' }, text, v5Key))).session()).not.toBeNull()
  })

  test('v5: a key that the header gives another thumbprint', async () => {
    const v5Key = await keyOf(`Auth.js Generated Encryption Key (${v5Name})`, v5Name, 64)
    const token = await new EncryptJWT(claims()).setProtectedHeader({ alg: 'dir', enc: 'A256CBC-HS512', kid: 'another' }).encrypt(v5Key)
    expect(await (forms.v5 as Form).takes(token)).toBe(false)
    expect(await (await holding(forms.v5 as Form, token)).session()).toBeNull()
  })

  test('SJ-03 one without an end', async () => {
    const { exp: _exp, ...endless } = claims()
    const token = await jwe({ alg: 'dir', enc: 'A256GCM' }, JSON.stringify(endless), await v4Key())
    expect(await (await holding(forms.v4 as Form, token)).session()).toBeNull()
  })

  test('claims of ours that an older token makes up count only as what they are', async () => {
    const made = { ...claims(), started_at: 9e9, auth_time: 'never', sid: 7, amr: 'pwd', provider: 5 }
    const token = await jwe({ alg: 'dir', enc: 'A256GCM' }, JSON.stringify(made), await v4Key())
    const { auth } = site({ callbacks: { session: ({ token: seen }: never) => seen } as never })
    const seen = (await auth.read(new Headers({ host: 'app.example', cookie: `${v4Name}=${token}` }))) as unknown as object
    expect(seen).toMatchObject({ sub: 'user-ann' })
    for (const claim of ['started_at', 'auth_time', 'sid', 'amr', 'provider']) expect(seen).not.toHaveProperty(claim)
  })
})

describe('`next-auth/jwt`', () => {
  test.each(Object.entries(forms).filter(([name]) => !name.includes('of its own')))('getToken and decode read %s', async (_name, form) => {
    const token = await form.make(ann)
    const req = { headers: { cookie: `${form.cookie}=${token}` } }
    expect(await getToken({ req, secret })).toMatchObject(ann)
    expect(await getToken({ req, secret, raw: true })).toBe(token)
    expect(await getToken({ req, secret, earlierUntil: false })).toBeNull()
    expect(await getToken({ req, secret, earlierUntil: new Date(Date.now() - 1) })).toBeNull()
    expect(await getToken({ req, secret: 'another-secret-for-tests-0123456789-abcdef' })).toBeNull()
    expect(await getToken({ req: { headers: { authorization: `Bearer ${token}` } }, secret, bearer: form.cookie === v4Name })).toEqual(
      form.cookie === v4Name ? expect.objectContaining(ann) : null,
    )
    expect(await decode({ token, secret, ...(form.cookie === v5Name ? { salt: v5Name } : {}) })).toMatchObject(ann)
    expect(await decode({ token, secret, salt: 'invitation' })).toBeNull()
  })

  test('a token for another purpose is read under its own salt, and is no session', async () => {
    for (const [generation, salt] of [
      ['v4', 'invitation'],
      ['v5', 'invitation'],
    ] as const) {
      const token = await published[generation].encode({ token: { invited: 'ben' }, secret, salt })
      expect(await decode({ token, secret, salt })).toMatchObject({ invited: 'ben' })
      expect(await decode({ token, secret })).toBeNull()
      expect(await getToken({ req: { headers: { cookie: `${v4Name}=${token}` } }, secret })).toBeNull()
      expect(await getToken({ req: { headers: { cookie: `${v5Name}=${token}` } }, secret })).toBeNull()
    }
  })

  test('what v4 left behind does not come back in a browser that signed out of v5', async () => {
    const cookie = `${v4Name}=${await published.v4.encode({ token: ann, secret })}`
    expect(await getToken({ req: { headers: { cookie } }, secret })).not.toBeNull()
    expect(await getToken({ req: { headers: { cookie: `${cookie}; __Host-authjs.csrf-token=anything` } }, secret })).toBeNull()
    const both = `${cookie}; ${v5Name}=${await published.v5.encode({ token: { ...ann, sub: 'user-new' }, secret, salt: v5Name })}`
    expect(await getToken({ req: { headers: { cookie: both } }, secret })).toMatchObject({ sub: 'user-new' })
  })

  test('a cookie that the application named is v5’s salt', async () => {
    const token = await published.v5.encode({ token: ann, secret, salt: 'sid' })
    expect(await getToken({ req: { headers: { cookie: `sid=${token}` } }, secret, cookieName: 'sid' })).toMatchObject(ann)
    expect(await getToken({ req: { headers: { cookie: `sid=${token}` } }, secret, cookieName: 'sid', salt: 'sid' })).toMatchObject(ann)
  })
})

test('a site’s own decode is given what earlier cookies hold', async () => {
  const asked: unknown[] = []
  const jwt = {
    encode: ({ token }: { token?: object }) => Buffer.from(JSON.stringify(token)).toString('base64url'),
    decode: ({ token = '', salt }: { token?: string; salt: string }) => {
      asked.push(salt)
      return JSON.parse(Buffer.from(token, 'base64url').toString())
    },
  }
  const someone = visit({ jwt })
  someone.cookies.set(v5Name, Buffer.from(JSON.stringify({ ...ann, exp: Math.floor(Date.now() / 1000) + hour })).toString('base64url'))
  expect(await someone.session()).toMatchObject({ user: { id: 'user-ann' } })
  expect(asked[0]).toBe(v5Name)
  expect([...someone.cookies.keys()]).toEqual([own])
})
