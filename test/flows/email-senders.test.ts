import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { EmailOptions, EmailProvider, Provider } from '../../src/providers/contract.js'
import Email from '../../src/providers/email.js'
import ForwardEmail from '../../src/providers/forwardemail.js'
import Loops from '../../src/providers/loops.js'
import Mailgun from '../../src/providers/mailgun.js'
import Postmark from '../../src/providers/postmark.js'
import Resend from '../../src/providers/resend.js'
import SendGrid from '../../src/providers/sendgrid.js'
import { listen } from '../providers/listen.js'
import { key, type MailDouble, mailDouble, services, transactionalId } from '../providers/mail-doubles.js'
import { errorOf } from '../providers/walk.js'
import { site, type Watched } from '../site.js'
import { location, visitor } from '../visitor.js'

type Id = keyof typeof services

const senders: Readonly<Record<Id, (options: EmailOptions) => EmailProvider>> = {
  resend: Resend,
  sendgrid: SendGrid,
  postmark: Postmark,
  mailgun: Mailgun,
  loops: (options) => Loops({ transactionalId, ...options }),
  forwardemail: ForwardEmail,
}
const ids = Object.keys(senders) as Id[]
const from = 'App, by Söhne <no-reply@app.example>'
const ann = 'ann@home.example'

/** A site whose mails go through `fetch` to services on this machine. */
const siteWith = (...providers: Provider[]): Watched => site({ providers, fetch: globalThis.fetch })

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllEnvs()
})

describe.each(ids)('%s', (id) => {
  let double: MailDouble
  let local: EmailOptions
  beforeAll(async () => {
    double = await mailDouble(id)
    local = { apiKey: key, from, baseUrl: double.url, dangerouslyAllowInsecureRequests: true }
  })
  afterAll(() => double?.close())
  beforeEach(() => {
    double.mails.length = 0
    double.requests.length = 0
    double.instead = undefined
  })

  test('EM-09 a visitor asks for a link, one recipient gets one mail, and its link signs in', async () => {
    const { auth, errors } = siteWith(senders[id](local))
    const someone = visitor(auth)
    const asked = await someone.post(`/signin/${id}`, { email: 'Ann@HOME.example', callbackUrl: '/here' })
    expect([location(asked).pathname, errors]).toEqual(['/api/auth/verify-request', []])
    const [mail, ...more] = double.mails
    expect(more).toEqual([])
    expect(mail?.to).toEqual([ann])
    // Node's fetch names itself, that of other runtimes may not.
    expect(double.requests.map(({ headers }) => headers['user-agent'])).toEqual(['next-auth'])
    const link = new URL(/https:\S+/.exec(mail?.text ?? '')?.[0] ?? '')
    expect(link.pathname).toBe(`/api/auth/callback/${id}`)
    expect((await someone.send(link.pathname + link.search)).status).toBe(200)
    await someone.post(`/callback/${id}`, Object.fromEntries(link.searchParams))
    expect((await someone.session()).user.email).toBe(ann)
  })

  test('EM-08 what the visitor chose becomes no markup, and arrives as it was', async () => {
    const { auth } = siteWith(senders[id](local))
    const evil = `/x?a="><script>alert(1)</script>&b='`
    await visitor(auth).post(`/signin/${id}`, { email: "o'neil&co@home.example", callbackUrl: evil })
    const [mail] = double.mails
    expect(mail?.to).toEqual(["o'neil&co@home.example"])
    const link = new URL(/https:\S+/.exec(mail?.text ?? '')?.[0] ?? '')
    expect(link.searchParams.get('callbackUrl')).toBe(new URL(evil, 'https://app.example').href)
    expect(mail?.html ?? '').not.toContain('<script')
    if (mail?.html !== undefined) expect(mail.html).toContain(`href="${link.href.replaceAll('&', '&amp;').replaceAll("'", '&#39;')}"`)
  })

  test('its key and its sender come from the environment', async () => {
    vi.stubEnv(`AUTH_${id.toUpperCase()}_KEY`, key)
    vi.stubEnv(`AUTH_${id.toUpperCase()}_FROM`, from)
    const { auth } = siteWith(senders[id]({ ...local, apiKey: undefined, from: undefined }))
    await visitor(auth).post(`/signin/${id}`, { email: ann })
    expect(double.mails.length).toBe(1)
  })

  test('without a key it does not start, and says how to give one', () => {
    expect(() => siteWith(senders[id]({ from })).auth).toThrow(
      `Provider \`${id}\` has no \`apiKey\`. Pass it, or set AUTH_${id.toUpperCase()}_KEY.`,
    )
  })

  test('it asks over https only, unless somebody wrote `dangerously`', () => {
    expect(() => siteWith(senders[id]({ ...local, dangerouslyAllowInsecureRequests: false })).auth).toThrow(/expected https URLs/)
  })

  describe('EM-22 nobody is signed in, no row stays, and nothing leaks, when', () => {
    /** Asks for a link that is not sent; what was logged. */
    async function refused(options: EmailOptions = {}): Promise<string> {
      const { auth, calls, errors } = siteWith(senders[id]({ ...local, ...options }))
      const someone = visitor(auth)
      const response = await someone.post(`/signin/${id}`, { email: ann })
      expect(location(response).pathname + location(response).search).toMatch(/^\/api\/auth\/signin\?.*error=EmailSignin/)
      expect(errors.map(({ name }) => name)).toEqual(['EmailSignInError'])
      expect(calls).toEqual(['createVerificationToken', 'useVerificationToken'])
      expect(double.mails).toEqual([])
      expect(await someone.session()).toBeNull()
      const log = inspect(errors, { depth: 20, showHidden: true })
      for (const secret of [key, 'ann', 'home.example', 'token=', Buffer.from(key).toString('base64').slice(4, -4)])
        expect(log).not.toContain(secret)
      return log
    }

    test('the service refuses the key', async () => {
      expect(await refused({ apiKey: 'another-key-for-tests' })).toContain('status 401')
    })

    test('it fails and repeats what it was sent (LG-01)', async () => {
      double.instead = (response, { headers, raw }) => response.writeHead(500).end(JSON.stringify(headers) + raw)
      expect(await refused()).toContain('status 500')
    })

    test('it redirects, and is not followed', async () => {
      double.instead = (response) => response.writeHead(307, { location: `${double.url}/elsewhere` }).end()
      expect(await refused()).toContain('status 307')
      expect(double.requests.length).toBe(1)
    })

    test('something in between answers with a page', async () => {
      double.instead = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Welcome</title>')
      expect(await refused()).toContain('status 200')
    })

    test('its answer has no end', async () => {
      double.instead = (response) => {
        response.writeHead(services[id].taken[0], { 'content-type': 'application/json' })
        response.write('{"padding":"')
        const more = setInterval(() => response.write('x'.repeat(65_536)), 1)
        response.on('close', () => clearInterval(more))
      }
      expect(await refused()).toContain('larger than 1 MiB')
    })

    test('it does not answer in ten seconds', async () => {
      const timeout = AbortSignal.timeout.bind(AbortSignal)
      const asked = vi.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => timeout(ms / 100))
      double.instead = () => {}
      expect(await refused()).toContain('did not answer in time')
      expect(asked).toHaveBeenCalledWith(10_000)
    })

    test('nobody is there', async () => {
      const gone = await listen(() => {})
      await gone.close()
      expect(await refused({ baseUrl: gone.url })).toContain('ECONNREFUSED')
    })
  })
})

describe('the doubles refuse what their services refuse', () => {
  test.each(ids)('%s', async (id) => {
    const double = await mailDouble(id)
    const { path, contentType, taken, noKey, wrongContentType } = services[id]
    const authorized = {
      authorization: `Bearer ${key}`,
      'x-postmark-server-token': key,
      accept: 'application/json',
      'content-type': contentType,
    }
    if (id === 'mailgun') authorized.authorization = `Basic ${btoa(`api:${key}`)}`
    if (id === 'forwardemail') authorized.authorization = `Basic ${btoa(`${key}:`)}`
    const post = async (headers: Record<string, string>, body: BodyInit): Promise<number> =>
      (await fetch(double.url + path, { method: 'POST', headers, body })).status
    expect(await post({ accept: 'application/json', 'content-type': contentType }, '{}')).toBe(noKey[0])
    expect(await post({ ...authorized, 'content-type': 'text/plain' }, '{}')).toBe(wrongContentType[0])
    const empty = id === 'mailgun' ? '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n\r\n--x--\r\n' : '{}'
    expect(
      await post({ ...authorized, 'content-type': id === 'mailgun' ? `${contentType}; boundary=x` : contentType }, empty),
    ).toBeGreaterThan(399)
    expect(double.mails).toEqual([])
    expect(taken[0]).toBeLessThan(300)
    await double.close()
  })
})

describe('what a service alone wants', () => {
  let double: MailDouble | undefined
  afterEach(() => double?.close())

  /** Asks for a link; what the service understood. */
  async function ask(id: Id, options: EmailOptions & { domain?: string; transactionalId?: string }) {
    double = await mailDouble(id)
    const { auth, errors } = siteWith(
      senders[id]({ apiKey: key, from, baseUrl: double.url, dangerouslyAllowInsecureRequests: true, ...options }),
    )
    await visitor(auth).post(`/signin/${id}`, { email: ann }, { 'accept-language': 'fr-CH, en;q=0.5' })
    return { mail: double.mails[0], paths: double.requests.map(({ path }) => path), log: inspect(errors) }
  }

  test('SendGrid gets the sender in parts', async () => {
    expect((await ask('sendgrid', {})).mail?.from).toEqual({ email: 'no-reply@app.example', name: 'App, by Söhne' })
    await double?.close()
    expect((await ask('sendgrid', { from: 'no-reply@app.example' })).mail?.from).toEqual({ email: 'no-reply@app.example' })
  })

  test('the others get it as it was written', async () => {
    for (const id of ['resend', 'postmark', 'mailgun', 'forwardemail'] as const) {
      expect((await ask(id, {})).mail?.from).toBe(from)
      await double?.close()
    }
  })

  test('a sender that is no address is said, not sent', async () => {
    const { mail, paths, log } = await ask('sendgrid', { from: 'App' })
    expect([mail, paths]).toEqual([undefined, []])
    expect(log).toContain('`from` is no address')
  })

  test('Mailgun is asked for the domain of the sender, or for the one that is named', async () => {
    expect((await ask('mailgun', {})).paths).toEqual(['/v3/app.example/messages'])
    await double?.close()
    expect((await ask('mailgun', { domain: 'mg.app.example' })).paths).toEqual(['/v3/mg.app.example/messages'])
  })

  test('Loops gets the link for its template, and does not start without the template’s id', async () => {
    const { mail } = await ask('loops', {})
    expect(Object.keys(mail?.variables ?? {})).toEqual(['url'])
    expect(() => siteWith(Loops({ apiKey: key, transactionalId: undefined })).auth).toThrow(
      'Provider `loops` has no `transactionalId`. Pass it.',
    )
  })

  test('a path in `baseUrl` stays, with or without a slash at its end', async () => {
    const seen: string[] = []
    const proxy = await listen((request, response) => {
      seen.push(request.url ?? '')
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1"}')
    })
    for (const baseUrl of [`${proxy.url}/mail`, `${proxy.url}/mail/`]) {
      const { auth } = siteWith(Resend({ apiKey: key, from, baseUrl, dangerouslyAllowInsecureRequests: true }))
      await visitor(auth).post('/signin/resend', { email: ann })
    }
    expect(seen).toEqual(['/mail/emails', '/mail/emails'])
    await proxy.close()
  })

  test('the mail speaks the language of the browser, and its subject arrives in it', async () => {
    const { mail } = await ask('postmark', {})
    expect(mail?.subject).toBe('Connexion à app.example')
    expect(mail?.html).toContain('<html lang="fr" dir="ltr">')
    expect(mail?.html).toContain('>Se connecter</a>')
  })

  test('a service that says no with status 200 has not taken the mail', async () => {
    const no = { resend: '{"message":"no"}', postmark: '{"ErrorCode":406}', mailgun: '{"message":"no"}', loops: '{"success":false}' }
    for (const [id, body] of Object.entries(no)) {
      const wrong = await listen((_request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(body))
      const { auth } = siteWith(senders[id as Id]({ apiKey: key, from, baseUrl: wrong.url, dangerouslyAllowInsecureRequests: true }))
      expect(errorOf(await visitor(auth).post(`/signin/${id}`, { email: ann }))).toBe('EmailSignin')
      await wrong.close()
    }
  })
})

describe('options that v4 and v5 have', () => {
  test('`id`, `name`, `maxAge`, `generateVerificationToken`, `normalizeIdentifier`', async () => {
    const double = await mailDouble('resend')
    const provider = Resend({
      id: 'post',
      name: 'Post',
      maxAge: 60,
      apiKey: key,
      from,
      baseUrl: double.url,
      dangerouslyAllowInsecureRequests: true,
      generateVerificationToken: () => '123456',
      normalizeIdentifier: (identifier) => identifier.replace(/\+[^@]*/, ''),
    })
    const { auth } = siteWith(provider)
    const someone = visitor(auth)
    expect(await (await someone.get('/providers')).json()).toMatchObject({ post: { id: 'post', name: 'Post', type: 'email' } })
    const before = Date.now()
    await someone.post('/signin/post', { email: 'ann+news@home.example' })
    const [mail] = double.mails
    expect(mail?.to).toEqual([ann])
    expect(mail?.text).toContain('/callback/post?')
    expect(mail?.text).toContain('token=123456&')
    const until = new Date(`${/\d{4}-\d\d-\d\d \d\d:\d\d/.exec(mail?.text ?? '')?.[0]}Z`).getTime()
    expect(until).toBeLessThanOrEqual(before + 3 * 60_000)
    await double.close()
  })

  test('a `sendVerificationRequest` of your own needs no key, and its `fetch` has the limits of ours', async () => {
    const seen: unknown[] = []
    const double = await listen((_request, response) => response.writeHead(302, { location: '/elsewhere' }).end())
    const own = SendGrid({
      async sendVerificationRequest({ identifier, url, token, expires, theme, request, provider, fetch }) {
        seen.push(
          identifier,
          new URL(url).searchParams.get('token') === token,
          expires instanceof Date,
          theme.brandColor,
          request.method,
          provider.id,
        )
        await fetch(double.url).catch((error: unknown) => seen.push(String(error)))
      },
    })
    const { auth } = site({ providers: [own], fetch: globalThis.fetch, theme: { brandColor: '#123456' } })
    await visitor(auth).post('/signin/sendgrid', { email: ann })
    expect(seen.slice(0, 6)).toEqual([ann, true, true, '#123456', 'POST', 'sendgrid'])
    expect(seen[6]).toMatch(/is not asked over http:/)
    await double.close()
  })

  test('`Email` does not start without a server or a sender, and says which', () => {
    expect(() => siteWith(Email({ from })).auth).toThrow('Provider `email` has no `server`. Pass it.')
    expect(() => siteWith(Email({ server: 'smtp://127.0.0.1:1' })).auth).toThrow('has no `from`. Pass it, or set AUTH_EMAIL_FROM.')
  })
})
