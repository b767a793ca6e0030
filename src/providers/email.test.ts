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
    expires,
    provider: ready(Email({ from: 'App <no-reply@app.example>' })),
    token: 'x',
    theme: {},
    request: new Request(url),
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
  expect(mail.html).toContain('<html lang="en">')
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

test('PG nothing of the address or the theme becomes markup', () => {
  const evil = 'https://app.example/x?a="><script>alert(1)</script>&b=\''
  const { html } = messageOf({ url: evil, expires, theme: { brandColor: 'red"><script>', buttonText: '#fff' } })
  expect(html).not.toContain('<script')
  expect(html).toContain('background:#1f2937;color:#fff')
})

test('without a server or a sender it says which', async () => {
  const provider = Email()
  await expect(Promise.resolve(provider.sendVerificationRequest(request({ provider })))).rejects.toThrow(/`server` and `from`/)
})

test("v5's name keeps v5's id", () => {
  expect([Email().id, Nodemailer().id, Nodemailer({ id: 'mail' }).id]).toEqual(['email', 'nodemailer', 'mail'])
})
