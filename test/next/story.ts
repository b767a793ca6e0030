import type { BrowserContext, Page } from 'playwright-core'
import { expect } from 'vitest'
import { linkIn, type Mailbox } from '../smtp.js'
import type { Running } from './harness.js'

/** What a person does in a browser, told once for every build. */
export interface Story {
  readonly context: BrowserContext
  readonly running: Running
  readonly mailbox: Mailbox
}

export const textOf = (page: Page, id: string): Promise<string | null> => page.textContent(`#${id}`)

/** Waits until an element says so. */
export async function says(page: Page, id: string, text: string, timeout = 10_000): Promise<void> {
  await page.waitForFunction(
    ([selector, expected]) => document.querySelector(selector as string)?.textContent === expected,
    [`#${id}`, text] as const,
    { timeout },
  )
}

export async function withPassword({ running }: Story, page: Page, callbackUrl = '/'): Promise<void> {
  await page.goto(`${running.origin}/api/auth/signin?callbackUrl=${encodeURIComponent(callbackUrl)}`)
  await page.getByLabel('User name').fill('ann')
  await page.getByLabel('Password').fill('right')
  await page.locator('form[action$="/callback/credentials"] button').click()
  await page.waitForURL(running.origin + callbackUrl)
}

export async function withProvider({ running }: Story, page: Page): Promise<void> {
  await page.goto(`${running.origin}/api/auth/signin?callbackUrl=/`)
  await page.getByRole('button', { name: /Test Identity/ }).click()
  await page.waitForURL(`${running.origin}/`)
}

export async function withMail({ running, mailbox }: Story, page: Page, address: string): Promise<void> {
  await page.goto(`${running.origin}/api/auth/signin?callbackUrl=/`)
  await page.locator('input[name="email"]').fill(address)
  await page.locator('form[action$="/signin/email"] button').click()
  await page.waitForURL(/verify-request/)
  const mail = await mailbox.take()
  expect(mail.recipients).toEqual([address])
  await page.goto(linkIn(mail))
  // In the browser that asked, the page goes on by itself.
  await page.waitForURL(`${running.origin}/`)
}
