import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { canonicalAddress } from '../../src/signin/address.js'
import { emailProvider, secret, site } from '../site.js'
import { location, visitor } from '../visitor.js'

const refused: [id: string, addresses: unknown[]][] = [
  ['EM-01', ['a@x.com,b@y.com', 'a@x.com;b@y.com', 'a@x.com b@y.com', 'a@x.com\nb@y.com', ['a@x.com']]],
  ['EM-02', ['"a@evil.com"@victim.com', '"a b"@x.com', 'a(b)@x.com', '<a@x.com>', 'Ann <a@x.com>', 'g:a@x.com;']],
  [
    'EM-03',
    [
      'a\uff20evil.com@victim.com',
      'a\ufe6bevil.com@victim.com',
      'a@x\uff0ccom',
      'a@x.com\uff1b',
      'a@\u2100.com',
      'a\u3000b@x.com',
      'a@x\uff20y.com',
    ],
  ],
  ['EM-04', ['\u0131@x.com', '\u0130@x.com', '\u212a@x.com', 'a\u0301@x.com', 'stra\u00dfe@x.com']],
  [
    'EM-06',
    [
      '=?utf-8?q?a?=@x.com',
      '+AGE-@x.com@y.com',
      'a%b@x.com',
      'host!a@x.com',
      'a@[127.0.0.1]',
      'a@127.0.0.1',
      'a@x.com.',
      'a',
      'a@',
      '@x.com',
      'a@b@c.com',
      'a@x',
    ],
  ],
  ['EM-07', ['a@x.com\r\nBcc: evil@x.com', 'a\0@x.com', 'a\t@x.com', 'a@x.com\u2028', 'a@x.com\r']],
  ['EM-10', [`${'a'.repeat(100_000)}@x.com`, `a@${'x'.repeat(320)}.com`, `${'a'.repeat(65)}@x.com`, 'g:('.repeat(10_000)]],
  ['RT-22', [undefined, null, 1, {}, '', ' ']],
]

describe('the canonical address', () => {
  test.each(refused)('%s is refused', (_id, addresses) => {
    for (const address of addresses) expect(() => canonicalAddress(address), String(address).slice(0, 60)).toThrow('bare e-mail address')
  })

  test('EM-10 a long address is refused at once', () => {
    const begun = performance.now()
    for (let i = 0; i < 100; i++) expect(() => canonicalAddress(`${'a.'.repeat(50_000)}@x.com`)).toThrow()
    expect(performance.now() - begun).toBeLessThan(500)
  })

  test('EM-26 case and domain spelling fold, dots and plus do not', () => {
    expect(canonicalAddress(' Ann@EXAMPLE.com ')).toBe('ann@example.com')
    expect(canonicalAddress('a@bücher.example')).toBe('a@xn--bcher-kva.example')
    expect(canonicalAddress('a.b+c@x.com')).toBe('a.b+c@x.com')
    expect(canonicalAddress('ab+c@x.com')).not.toBe(canonicalAddress('a.b+c@x.com'))
    expect(canonicalAddress("o'neil_x-y@sub.x.co")).toBe("o'neil_x-y@sub.x.co")
  })

  test('FZ-04 what is accepted is idempotent, ASCII, has one @ and nothing that a mailer reads otherwise', () => {
    const part = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.emailAddress(),
      fc.constantFrom('@', '"', ',', '\uff20', '.', 'ann', 'x.com'),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), (parts) => {
        let address: string
        try {
          address = canonicalAddress(parts.join(''))
        } catch {
          return true
        }
        return (
          canonicalAddress(address) === address &&
          address.length <= 254 &&
          /^[^\s@,;<>():\\"[\]%!]+@[a-z0-9.-]+$/.test(address) &&
          address.normalize('NFKC') === address
        )
      }),
      { numRuns: 3000, seed: 20_261_123 },
    )
  })
})

let watched: ReturnType<typeof site>
let someone: ReturnType<typeof visitor>
beforeEach(() => {
  watched = site()
  someone = visitor(watched.auth)
})

/** Asks for a link and gives what it carries. */
async function ask(email: string, from = someone, fields: Record<string, string> = {}): Promise<Record<string, string>> {
  const response = await from.post('/signin/email', { email, ...fields })
  expect(location(response).pathname).toBe('/api/auth/verify-request')
  return Object.fromEntries(new URL(watched.mails.at(-1)?.url ?? '').searchParams)
}
const confirm = (fields: Record<string, string>, by = someone): Promise<Response> => by.post('/callback/email', fields)
const isVerificationError = (response: Response): boolean => location(response).searchParams.get('error') === 'Verification'

describe('asking for a link', () => {
  test.each(
    refused.flatMap(([id, list]) =>
      list.filter((address): address is string => typeof address === 'string').map((address) => [id, address] as const),
    ),
  )('%s no mail goes out: %j', async (_id, email) => {
    const response = await someone.post('/signin/email', { email: email.slice(0, 20_000) })
    expect(location(response).searchParams.get('error')).toBe('InvalidEmail')
    expect(watched.calls).toEqual([])
  })

  test('EM-05 the mail goes to the address on record', async () => {
    await watched.auth.settings.adapter?.createUser?.({ id: 'u1', name: null, email: 'ann@app.example', emailVerified: null })
    await ask('ANN@App.Example')
    expect(watched.mails[0]?.to).toBe('ann@app.example')
  })

  test('EM-15 the link has the configured origin, whatever the headers say', async () => {
    const headers = {
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil.example',
    }
    await someone.post('/signin/email', { email: 'ann@app.example' }, headers)
    expect(new URL(watched.mails[0]?.url ?? '').origin).toBe('https://app.example')
  })

  test.each([
    '/x?a=1&token=evil',
    '/x#frag',
    '/x?y',
    '/x\r\nLocation: y',
  ])('EM-16 the target %j is one encoded parameter', async (callbackUrl) => {
    const fields = await ask('ann@app.example', someone, { callbackUrl })
    expect(fields.email).toBe('ann@app.example')
    expect(fields.callbackUrl).toBe(new URL(callbackUrl, 'https://app.example').href)
    expect(Object.keys(fields).sort()).toEqual(['callbackUrl', 'email', 'token'])
  })

  test('EM-17 a known and an unknown address get the same answer', async () => {
    await watched.auth.settings.adapter?.createUser?.({ id: 'u1', name: null, email: 'ann@app.example', emailVerified: null })
    const answers = []
    for (const email of ['ann@app.example', 'eve@app.example']) {
      const response = await visitor(watched.auth).post('/signin/email', { email })
      const cookies = response.headers.getSetCookie().map((line) => line.replace(/=[^;]*/, '=').replace(/Expires=[^;]*/, ''))
      answers.push({ status: response.status, to: response.headers.get('location'), cookies, body: await response.text() })
    }
    expect(answers[0]).toEqual(answers[1])
  })

  test('EM-22 a mail that fails leaves no row, and a row that fails sends no mail', async () => {
    const calls: string[] = []
    const failing = site({
      providers: [{ ...emailProvider(calls, []), sendVerificationRequest: () => Promise.reject(new Error('connection refused')) }],
    })
    const response = await visitor(failing.auth).post('/signin/email', { email: 'ann@app.example' })
    expect(location(response).searchParams.get('error')).toBe('EmailSignin')
    expect(failing.calls).toEqual(['createVerificationToken', 'useVerificationToken'])
    watched.auth.settings.adapter!.createVerificationToken = () => Promise.reject(new Error('disk full')) // the site was made with a store
    expect(location(await someone.post('/signin/email', { email: 'ann@app.example' })).searchParams.get('error')).toBe('EmailSignin')
    expect(watched.mails).toEqual([])
  })

  test('EM-28 the sixth mail of a window looks accepted and is not sent', async () => {
    for (let i = 0; i < 6; i++)
      expect(location(await visitor(watched.auth).post('/signin/email', { email: 'ann@app.example' })).pathname).toBe(
        '/api/auth/verify-request',
      )
    expect(watched.mails.length).toBe(5)
    expect(watched.warnings).toContain('MAIL_LIMIT')
  })

  test('EM-27 the signIn callback sees the canonical address', async () => {
    const seen: unknown[] = []
    const strict = site({
      callbacks: {
        signIn: ({ user }) => {
          seen.push(user.email)
          return user.email?.endsWith('@corp.example') ?? false
        },
      },
    })
    await visitor(strict.auth).post('/signin/email', { email: 'Ann@CORP.example' })
    await visitor(strict.auth).post('/signin/email', { email: 'eve@evil.example' })
    expect(seen).toEqual(['ann@corp.example', 'eve@evil.example'])
    expect(strict.mails.map(({ to }) => to)).toEqual(['ann@corp.example'])
  })
})

describe('opening a link', () => {
  test('EM-18 a scanner burns nothing: HEAD and GET only show, the POST signs in', async () => {
    const fields = await ask('ann@app.example', someone, { callbackUrl: '/here' })
    const path = `/callback/email?${new URLSearchParams(fields)}`
    const scanner = visitor(watched.auth)
    expect((await scanner.send(`/api/auth${path}`, { method: 'HEAD' })).status).toBe(405)
    expect((await scanner.get(path)).status).toBe(200)
    const page = await someone.get(path)
    expect(await page.text()).toContain('<form')
    expect(watched.calls).not.toContain('useVerificationToken')
    expect(location(await confirm(fields)).href).toBe('https://app.example/here')
    expect((await someone.session()).user.email).toBe('ann@app.example')
  })

  test('EM-19 EM-20 only the browser that asked goes on by itself; another one is told whose account it is', async () => {
    const fields = await ask('ann@app.example')
    const path = `/callback/email?${new URLSearchParams(fields)}`
    expect(await (await someone.get(path)).text()).toContain('<script')
    const elsewhere = await (await visitor(watched.auth).get(path)).text()
    expect(elsewhere).not.toContain('<script')
    expect(elsewhere).toContain('a•••@app.example')
  })

  test('EM-11 a token of one address is nothing to another', async () => {
    const fields = await ask('ann@app.example')
    expect(isVerificationError(await confirm({ ...fields, email: 'eve@app.example' }))).toBe(true)
    expect(await someone.session()).toBeNull()
    expect(location(await confirm(fields)).searchParams.get('error')).toBeNull()
  })

  test('EM-12 another token, a part of it, its hash, or other case is nothing', async () => {
    const fields = await ask('ann@app.example')
    const { token = '' } = fields
    const hash = Buffer.from(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(token))).toString('base64url')
    for (const wrong of ['wrong', token.slice(0, -1), hash, token.toUpperCase(), `${token}x`, ''])
      expect(isVerificationError(await confirm({ ...fields, token: wrong })), wrong).toBe(true)
    expect(await someone.session()).toBeNull()
  })

  test('EM-13 a link that ended a second ago is refused and removed', async () => {
    let now = Date.now()
    watched = site({ clock: () => now })
    someone = visitor(watched.auth)
    const fields = await ask('ann@app.example')
    now += 3601 * 1000
    expect(isVerificationError(await confirm(fields))).toBe(true)
    now -= 3601 * 1000
    expect(isVerificationError(await confirm(fields))).toBe(true)
  })

  test('EM-14 a second use is refused', async () => {
    const fields = await ask('ann@app.example')
    await confirm(fields)
    const again = visitor(watched.auth)
    expect(isVerificationError(await confirm(fields, again))).toBe(true)
    expect(await again.session()).toBeNull()
  })

  test('CC-02 of fifty at once one signs in', async () => {
    const fields = await ask('ann@app.example')
    const crowd = Array.from({ length: 50 }, () => visitor(watched.auth))
    await Promise.all(crowd.map((one) => confirm(fields, one)))
    const sessions = await Promise.all(crowd.map((one) => one.session()))
    expect(sessions.filter(Boolean).length).toBe(1)
  })

  test('EM-21 links asked for twice are both good until they end, each once', async () => {
    const first = await ask('ann@app.example')
    const second = await ask('ann@app.example')
    expect(first.token).not.toBe(second.token)
    for (const fields of [second, first])
      expect(location(await confirm(fields, visitor(watched.auth))).searchParams.get('error')).toBeNull()
  })

  test('EM-14 without a CSRF token the POST consumes nothing', async () => {
    const fields = await ask('ann@app.example')
    await confirm({ ...fields, csrfToken: 'wrong' })
    expect(watched.calls).not.toContain('useVerificationToken')
  })

  test('a link made under an older secret is good while that secret is listed', async () => {
    const older = 'an-older-secret-for-tests-0123456789-abcdef'
    watched = site({ secret: older })
    const fields = await ask('ann@app.example', visitor(watched.auth))
    const rotated = site({ secret: [secret, older], adapter: watched.auth.settings.adapter })
    const one = visitor(rotated.auth)
    await confirm(fields, one)
    expect((await one.session()).user.email).toBe('ann@app.example')
  })
})
