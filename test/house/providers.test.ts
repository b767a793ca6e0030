import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { ServiceFixture } from '../services/contract.js'

const root = join(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const ids = readdirSync(join(root, 'src/providers'))
  .filter((name) => /^[a-z0-9-]+\.ts$/.test(name) && name !== 'index.ts' && name !== 'contract.ts')
  .map((name) => name.slice(0, -'.ts'.length))

/** Checked by tests of their own kind: whatever the developer says it is, a mail service, a directory. */
const elsewhere: Readonly<Record<string, string>> = {
  credentials: 'test/security/guard.test.ts',
  discogs: 'test/flows/oauth1-services.test.ts',
  email: 'test/security/mail.test.ts',
  flickr: 'test/flows/oauth1-services.test.ts',
  forwardemail: 'test/flows/email-senders.test.ts',
  ldap: 'test/databases/ldap.test.ts',
  loops: 'test/flows/email-senders.test.ts',
  mailgun: 'test/flows/email-senders.test.ts',
  nodemailer: 'src/providers/email.test.ts',
  oauth1: 'test/flows/oauth1.test.ts',
  oauth2: 'test/flows/oauth.test.ts',
  oidc: 'test/flows/oauth.test.ts',
  postmark: 'test/flows/email-senders.test.ts',
  resend: 'test/flows/email-senders.test.ts',
  sendgrid: 'test/flows/email-senders.test.ts',
  trello: 'test/flows/oauth1-services.test.ts',
  tumblr: 'test/flows/oauth1-services.test.ts',
  twitter: 'test/flows/oauth1-services.test.ts',
}

/** Of no service: what they are called says the application. */
const nobodys: readonly string[] = ['ldap', 'oauth1', 'oauth2', 'oidc']

const order = ['At the service', 'Callback URL', 'Environment', 'Options', 'Profile', 'Scopes', 'Quirks']

/** What a page says of a service whose documentation was not at hand. */
const sentences = {
  documentation: undefined,
  witness: 'Checked against other public implementations; its own documentation was seen only in part, or not at all.',
  nowhere: 'Not checked against its documentation: it was not at hand.',
} as const

describe.each(ids)('%s', (id) => {
  test('has a page in the one order', () => {
    const page = read(`docs/providers/${id}.md`)
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading)
    expect(headings.filter((heading) => order.includes(heading ?? ''))).toEqual(order)
    expect(page).toContain(`next-auth/providers/${id}'`)
    expect(page).toMatch(/Ids?: `[a-z0-9-]+`/)
  })

  test('has a named type for what the service says of somebody', () => {
    const source = read(`src/providers/${id}.ts`)
    if (/OAuth1?Provider</.test(source)) expect(source).toMatch(/^export (interface|type) \w+Profile\b/m)
  })

  test('is in the list of all, and its page in the list of pages', () => {
    expect(read('docs/providers/README.md')).toContain(`](${id}.md)`)
    expect(read('src/providers/namespace/all.ts')).toContain(` } from '../${id}.js'`)
    if (!nobodys.includes(id)) expect(read('src/base/provider-ids.ts')).toContain(`'${id}'`)
  })

  test('is held to what is known of its service, or its page says that nothing is', () => {
    const fixture = existsSync(join(root, `test/services/fixtures/${id}.ts`))
    const unchecked = !fixture && read(`docs/providers/${id}.md`).includes(sentences.nowhere)
    const other = elsewhere[id]
    expect([fixture, unchecked, other !== undefined].filter(Boolean).length).toBe(1)
    if (other) expect(existsSync(join(root, other))).toBe(true)
  })
})

test('every fixture says where its facts stand, and when they were read', () => {
  const fixtures = import.meta.glob<{ readonly default: ServiceFixture }>('../services/fixtures/*.ts', { eager: true })
  for (const [path, { default: fixture }] of Object.entries(fixtures)) {
    // `cognito.v3.ts` shows the same one by options of v3.
    const file = path.slice(path.lastIndexOf('/') + 1).replace(/(\.v\d)?\.ts$/, '')
    expect(ids).toContain(file)
    expect(read(`docs/providers/${file}.md`)).toContain(`Id: \`${fixture.id}\``)
    expect(fixture.documentation.length, path).toBeGreaterThan(0)
    for (const address of fixture.documentation) expect(new URL(address).protocol).toBe('https:')
    expect(fixture.read, path).toMatch(/^20\d\d-\d\d-\d\d$/)
    const page = read(`docs/providers/${file}.md`)
    for (const [seen, sentence] of Object.entries(sentences))
      if (sentence) expect(page.includes(sentence), `${path}: ${sentence}`).toBe(fixture.seen === seen)
  }
})
