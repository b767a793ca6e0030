import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { launch } from '../chromium.js'
import { linkIn, type Mailbox, mailbox } from '../smtp.js'
import { build, type Running, start } from './harness.js'

/** The README of 2021, as printed: `apps/seed` holds its two snippets and nothing else. */
describe('the seed’s two snippets', () => {
  const data = mkdtempSync(join(tmpdir(), 'next-auth-'))
  let browser: Browser
  let mails: Mailbox
  let running: Running
  beforeAll(async () => {
    browser = await launch()
    mails = await mailbox()
    const place = build({ app: 'seed', next: '16', bundler: 'turbopack' }, inject('packed' as never))
    const database = `sqlite:${join(data, 'auth.db')}`
    const services = { APPLE_ID: 'apple-id', APPLE_SECRET: 'apple-secret', GOOGLE_ID: 'google-id', GOOGLE_SECRET: 'google-secret' }
    running = await start(place, { ...services, MAIL_SERVER: mails.url, DATABASE_URL: database }, database)
  })
  afterAll(async () => {
    await running?.stop()
    await mails?.close()
    await browser?.close()
    rmSync(data, { recursive: true, force: true })
  })

  test('offer Apple, Google and e-mail, sign in by a link, follow in another tab, and sign out', async () => {
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(running.origin)
    await page.getByText('Not signed in').waitFor()
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.waitForURL(/\/api\/auth\/signin/)
    for (const name of [/Apple/, /Google/]) expect(await page.getByRole('button', { name }).count()).toBe(1)
    await page.locator('input[name="email"]').fill('ann@example.com')
    await page.locator('form[action$="/signin/email"] button').click()
    await page.waitForURL(/verify-request/)
    await page.goto(linkIn(await mails.take()))
    await page.getByText('Signed in as ann@example.com').waitFor()
    const other = await context.newPage()
    await other.goto(running.origin)
    await other.getByText('Signed in as ann@example.com').waitFor()
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByText('Not signed in').waitFor()
    await other.getByText('Not signed in').waitFor({ timeout: 1500 })
    await context.close()
  })

  test('lead to Apple and Google with what each asks for', async () => {
    const providers = await (await fetch(`${running.origin}/api/auth/providers`)).json()
    expect(Object.keys(providers)).toEqual(['apple', 'google', 'email'])
  })
})
