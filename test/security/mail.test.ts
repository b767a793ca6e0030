import { connect, createServer, type Server, type Socket } from 'node:net'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { MailTextOption } from '../../src/providers/contract.js'
import Email from '../../src/providers/email.js'
import { canonicalAddress } from '../../src/signin/address.js'
import { site } from '../site.js'
import { linkIn, type Mailbox, mailbox } from '../smtp.js'
import { location, visitor } from '../visitor.js'

/** What the mailer said, before any parser of a mail server smoothed it. */
interface Wire {
  readonly url: string
  /** The client's octets, a text per connection. */
  readonly said: string[]
  close(): Promise<void>
}

let box: Mailbox
let wire: Wire
beforeAll(async () => {
  box = await mailbox()
  wire = await listenIn(Number(new URL(box.url).port))
})
afterAll(async () => {
  await wire?.close()
  await box?.close()
})

/** A wire between the mailer and the mail server, and what went over it. */
async function listenIn(port: number): Promise<Wire> {
  const said: string[] = []
  const server: Server = createServer((client: Socket) => {
    const upstream = connect(port, '127.0.0.1')
    const line = said.push('') - 1
    client.on('data', (octets) => {
      said[line] += octets.toString('latin1')
    })
    client.pipe(upstream).pipe(client)
    for (const end of [client, upstream]) end.setNoDelay(true).on('error', () => client.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port: own } = server.address() as { port: number }
  return { url: `smtp://127.0.0.1:${own}`, said, close: () => new Promise((resolve) => server.close(() => resolve())) }
}

interface Asked {
  readonly url?: string
  readonly from?: string
  readonly callbackUrl?: string
  readonly theme?: object
  readonly acceptLanguage?: string
  readonly text?: MailTextOption
}

/** Asks for a link through the front door; what the mailer said and what the mail server understood. */
async function askFor(email: string, options: Asked = {}) {
  const { from = 'App <no-reply@app.example>', callbackUrl = '/', url = 'https://app.example', theme = {}, acceptLanguage, text } = options
  const { auth, errors } = site({ url, theme, providers: [Email({ server: wire.url, from, text })] })
  const { origin, pathname } = new URL(url)
  const someone = visitor(auth, origin, pathname === '/' ? undefined : pathname)
  const before = wire.said.length
  const response = await someone.post(
    '/signin/email',
    { email, callbackUrl },
    acceptLanguage === undefined ? {} : { 'accept-language': acceptLanguage },
  )
  expect(errors).toEqual([])
  expect(location(response).searchParams.get('error')).toBeNull()
  const mail = await box.take()
  expect(wire.said.length).toBe(before + 1)
  return { mail, wire: wire.said.at(-1) ?? '', someone, adapter: auth.settings.adapter }
}

const commands = (said: string, verb: string): string[] => said.split('\r\n').filter((line) => line.toUpperCase().startsWith(verb))

/** The values of a header field, as they stand on the wire, unfolded (RFC 5322 §2.2.3). */
function field(said: string, name: string): string[] {
  const head = said.slice(said.indexOf('\r\nDATA\r\n') + 8).split('\r\n\r\n')[0] ?? ''
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split('\r\n')
  return lines.filter((line) => line.toLowerCase().startsWith(`${name}:`)).map((line) => line.slice(name.length + 1).trim())
}

const local = fc.stringMatching(/^[A-Za-z0-9'+=_-]([A-Za-z0-9#$&'*+/=^_`{|}~-]{0,12}[A-Za-z0-9'=])?$/)
const domain = fc.oneof(
  fc.constantFrom(
    'example.com',
    'EXAMPLE.com',
    'bücher.example',
    'пример.example',
    'xn--bcher-kva.example',
    '例え.example',
    'a-b.c.example',
  ),
  fc.domain(),
)
const corpus = fc.sample(
  fc
    .oneof(
      { weight: 3, arbitrary: fc.tuple(local, domain).map((parts) => parts.join('@')) },
      fc.tuple(local, local, domain).map(([a, b, c]) => `${a}.${b}@${c}`),
      fc.emailAddress(),
    )
    .filter(isAccepted),
  { numRuns: 60, seed: 20_261_123 },
)
const chosen = [
  "o'neil@example.com",
  'ann+tag@example.com',
  'a=b@example.com',
  'ann@bücher.example',
  '=@example.com',
  "'@example.com",
  '+@example.com',
]

function isAccepted(address: string): boolean {
  try {
    return canonicalAddress(address) !== ''
  } catch {
    return false
  }
}

describe('EM-09 the envelope, the header and the record name one and the same address', () => {
  test.each(chosen)('%s', async (typed) => {
    await expectOneRecipient(typed)
  })

  test(`for each of ${corpus.length} made-up addresses that are accepted`, async () => {
    for (const typed of corpus) await expectOneRecipient(typed)
  })

  async function expectOneRecipient(typed: string): Promise<void> {
    const canonical = canonicalAddress(typed)
    const { mail, wire: said, someone, adapter } = await askFor(typed)
    expect(commands(said, 'RCPT TO'), typed).toEqual([`RCPT TO:<${canonical}>`])
    expect(mail.recipients.length).toBe(1)
    expect(field(said, 'to').map((to) => to.replace(/^<(.*)>$/, '$1'))).toEqual([canonical])
    for (const name of ['cc', 'bcc', 'resent-to']) expect(field(said, name)).toEqual([])
    const link = Object.fromEntries(new URL(linkIn(mail)).searchParams)
    expect(link.email).toBe(canonical)
    await someone.post('/callback/email', link)
    expect((await adapter?.getUserByEmail?.(canonical))?.email).toBe(canonical)
    expect((await someone.session()).user.email).toBe(canonical)
  }

  test('somebody on record gets it at the address on record', async () => {
    const { auth } = site({ providers: [Email({ server: wire.url, from: 'no-reply@app.example' })] })
    await auth.settings.adapter?.createUser?.({ id: 'u1', name: null, email: "o'neil@xn--bcher-kva.example", emailVerified: null })
    await visitor(auth).post('/signin/email', { email: "O'Neil@BÜCHER.example" })
    const { recipients } = await box.take()
    expect(recipients.length).toBe(1)
    expect(commands(wire.said.at(-1) ?? '', 'RCPT TO')).toEqual(["RCPT TO:<o'neil@xn--bcher-kva.example>"])
  })
})

describe('EM-08 nothing that is put into the mail becomes markup or a header', () => {
  const marks = `<b>&"'</b>`
  test.each([
    ['the address', "o'neil&co@example.com", {}],
    ['where to go afterwards', 'ann@example.com', { callbackUrl: `/x?a=${marks}&b=</a><script>alert(1)</script>#"onclick='x'` }],
    ["the path of the site's URL", 'ann@example.com', { url: "https://app.example/r&d/o'hara" }],
    ['a name of the site in other letters', 'ann@example.com', { url: 'https://bücher.example' }],
    ['the theme', 'ann@example.com', { theme: { brandColor: `red;"><script>alert(1)</script>`, buttonText: marks, logo: marks } }],
  ] as [string, string, Asked][])('%s', async (_what, email, options) => {
    const { mail, wire: said } = await askFor(email, options)
    const link = linkIn(mail)
    expect(elements(mail.html)).toEqual([
      'html',
      'head',
      'meta',
      'meta',
      'meta',
      'title',
      'body',
      'div',
      'h1',
      'p',
      'a',
      'p',
      'br',
      'a',
      'p',
    ])
    expect(mail.html).not.toMatch(/\son\w+=/)
    expect([...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href]) => plain(href ?? ''))).toEqual([link, link])
    // The text is text: what HTML needs escaped stands there as it is.
    expect(mail.text).not.toMatch(/&(amp|lt|gt|quot|#39);/)
    const { host } = new URL(options.url ?? 'https://app.example')
    expect(mail.subject).toBe(`Sign in to ${host}`)
    expect(field(said, 'subject')).toEqual([`Sign in to ${host}`])
  })

  test('a sender in other letters is encoded, and every header is ASCII (RFC 2047 §2)', async () => {
    const { wire: said } = await askFor('ann@example.com', { from: '"Bücher, <Ünal> & Söhne" <no-reply@app.example>' })
    const [from = ''] = field(said, 'from')
    expect(from).toMatch(/^(=\?UTF-8\?[QB]\?[!-~]+\?= ?)+ <no-reply@app\.example>$/i)
    expect(commands(said, 'MAIL FROM').length).toBe(1)
    expect(said.slice(0, said.indexOf('\r\n\r\n'))).toMatch(/^[\r\n\t -~]*$/)
  })

  test('EM-07 in another language the headers are still ASCII, and nothing is added to them (RFC 2047 §2)', async () => {
    const { mail, wire: said, someone } = await askFor('ann@example.com', { acceptLanguage: 'fr-CH;q=0.9, en;q=0.5, xx\tx' })
    expect(mail.subject).toBe('Connexion à app.example')
    expect(field(said, 'subject')).toEqual([expect.stringMatching(/^(=\?UTF-8\?[QB]\?[!-~]+\?= ?)+$/i)])
    expect(said.slice(0, said.indexOf('\r\n\r\n'))).toMatch(/^[\r\n\t -~]*$/)
    expect(mail.html).toContain('<html lang="fr" dir="ltr">')
    for (const part of [mail.text, mail.html]) expect(part).toContain('Ce lien fonctionne une seule fois, jusqu’au ')
    await someone.post('/callback/email', Object.fromEntries(new URL(linkIn(mail)).searchParams))
    expect((await someone.session()).user.email).toBe('ann@example.com')
  })

  test('EM-07 a line break in a sentence of the application begins no header', async () => {
    const { mail, wire: said } = await askFor('ann@example.com', { text: { signInTo: 'Hello\r\nBcc: eve@evil.example' } })
    expect(mail.recipients).toEqual(['ann@example.com'])
    expect(field(said, 'bcc')).toEqual([])
    expect(field(said, 'subject').length).toBe(1)
  })

  test('a list of languages that is no list is English', async () => {
    expect((await askFor('ann@example.com', { acceptLanguage: `"><script>, ${'de-'.repeat(50)}` })).mail.subject).toBe(
      'Sign in to app.example',
    )
  })

  test('the site is named by its host, however a request calls it', async () => {
    const { auth } = site({ providers: [Email({ server: wire.url, from: 'no-reply@app.example' })] })
    const headers = { host: 'evil.example', 'x-forwarded-host': `evil.example"><b>` }
    await visitor(auth).post('/signin/email', { email: 'ann@example.com' }, headers)
    const mail = await box.take()
    expect(mail.subject).toBe('Sign in to app.example')
    expect(mail.html + mail.text).not.toContain('evil')
  })
})

/** Names of the elements, in order. */
function elements(html: string): string[] {
  return [...html.matchAll(/<([a-z][a-z0-9]*)/gi)].map(([, name]) => name ?? '')
}

function plain(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
}
