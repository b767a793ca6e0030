import type { Browser, BrowserContextOptions, Page as Tab } from 'playwright-core'

export interface Visit extends AsyncDisposable {
  readonly tab: Tab
  /** What the browser said in its console: a page that its policy stops is heard here. */
  readonly complaints: string[]
}

/** A browser of somebody new, with one tab. */
export async function visit(browser: Browser, options: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext(options)
  const tab = await context.newPage()
  const complaints: string[] = []
  tab.on('console', (message) => complaints.push(message.text()))
  tab.on('pageerror', (error) => complaints.push(error.message))
  return { tab, complaints, [Symbol.asyncDispose]: () => context.close() }
}
