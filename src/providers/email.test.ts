import { expect, test } from 'vitest'
import { mailbox } from '../../test/smtp.js'
import type { EmailProvider, VerificationRequest } from './contract.js'
import { messageOf } from './email/message.js'
import Email from './email.js'
import Nodemailer from './nodemailer.js'

const expires = new Date(Date.UTC(2026, 10, 24, 12))
const url = 'https://app.example/api/auth/callback/email?token=x&email=ann%40example.com'

/** As the configuration merges it. */
const ready = (provider: EmailProvider): EmailProvider => ({ ...provider, ...(provider.options as Partial<EmailProvider>) })

function request(more: Partial<VerificationRequest>): VerificationRequest {
  return {
    identifier: 'ann@example.com',
    url,
    baseUrl: 'https://app.example',
    expires,
    provider: ready(Email({ from: 'App <no-reply@app.example>' })),
    token: 'x',
    theme: {},
    request: new Request(url),
    fetch: () => Promise.reject(new Error('Mail over SMTP asks nothing over HTTP.')),
    ...more,
  }
}

test('EM the mail arrives, for people who read text and for people who read HTML', async () => {
  const box = await mailbox()
  const provider = ready(Email({ server: box.url, from: 'App <no-reply@app.example>' }))
  await provider.sendVerificationRequest(request({ provider }))
  const mail = await box.take()
  expect(mail).toMatchObject({ recipients: ['ann@example.com'], subject: 'Sign in to app.example' })
  expect(mail.text).toContain(url)
  expect(mail.html).toContain(url.replaceAll('&', '&amp;'))
  expect(mail.html).toContain('<html lang="en" dir="ltr">')
  for (const part of [mail.text, mail.html]) expect(part).toContain('2026-11-24 12:00 UTC')
  await box.close()
})

test('EM a list in the address is one address, which the server may refuse, and nobody else gets the mail', async () => {
  const box = await mailbox()
  const provider = ready(Email({ server: box.url, from: 'no-reply@app.example' }))
  await Promise.resolve(provider.sendVerificationRequest(request({ identifier: 'ann@example.com,eve@evil.example', provider }))).catch(
    () => {},
  )
  for (const { recipients } of box.mails) expect(recipients).not.toContain('eve@evil.example')
  for (const { recipients } of box.mails) expect(recipients.length).toBe(1)
  await box.close()
})

test('EM-08 nothing of the address, the theme or the sentences becomes markup', () => {
  const evil = 'https://app.example/x?a="><script>alert(1)</script>&b=\''
  const provider = ready(Email({ text: { lang: '"><script>', signIn: '<b>$&</b>', signInTo: `<i>{site}</i> "'` } }))
  const { html, text, subject } = messageOf(
    request({ url: evil, provider, theme: { brandColor: 'red"><script>', buttonText: 'blue"><script>' } }),
  )
  expect(html).not.toMatch(/<(script|b|i)\b/)
  expect(html).toContain('&lt;b&gt;$&amp;&lt;/b&gt;')
  expect(html).toContain('background:#1f2937;color:#ffffff')
  expect(subject).toBe(`<i>app.example</i> "'`)
  expect(text).toContain(evil)
})

test.each([
  ['#ffff00', undefined, '#000000'],
  ['#ffff00', '#ffffee', '#000000'],
  ['#00f', '#ff0', '#ffff00'],
  ['navy', undefined, '#ffffff'],
])('the button on %s, asked for in %s, is written in %s: readable', (brandColor, buttonText, expected) => {
  const theme = { brandColor, ...(buttonText ? { buttonText } : {}) }
  expect(messageOf(request({ theme })).html).toContain(`color:${expected};`)
})

test("v5's name keeps v5's id", () => {
  expect([Email().id, Nodemailer().id, Nodemailer({ id: 'mail' }).id]).toEqual(['email', 'nodemailer', 'mail'])
})
