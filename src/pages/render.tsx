/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { Confirm, confirmScript } from './confirm.js'
import { Document } from './document.js'
import { ErrorMessage, errorStatus, errorTitle } from './error.js'
import { Leaving } from './leaving.js'
import { NewUser } from './new-user.js'
import type { Look, Page, RenderedPage } from './page.js'
import { hasScript, policyFor } from './policy.js'
import { alertId, blamesInput, SignIn } from './sign-in.js'
import { SignOut } from './sign-out.js'
import { styleFor } from './style.js'
import { type Sentences, sentencesFor } from './text.js'
import { VerifyRequest } from './verify-request.js'

export type { Look, Page, RenderedPage, SignInChoice } from './page.js'

/** A page as HTML, with the policy it needs and its status. Pure: the same page and look give the same text. */
export function renderPage(page: Page, look: Look): RenderedPage {
  const { lang, text } = sentencesFor(look.lang)
  const html = renderToString(
    <Document
      look={look}
      lang={lang}
      dir={text.dir}
      title={titleOf(page, text)}
      style={styleFor(page, look)}
      script={hasScript(page) ? confirmScript : undefined}
      describedBy={describedBy(page)}
      refresh={page.page === 'leaving' ? page.to : undefined}
    >
      {contentOf(page, look, text)}
    </Document>,
  )
  return { html: `<!doctype html>${html}`, csp: policyFor(page, look), status: page.page === 'error' ? errorStatus(page.error) : 200 }
}

function contentOf(page: Page, look: Look, text: Sentences): VNode {
  switch (page.page) {
    case 'signin':
      return <SignIn page={page} look={look} text={text} />
    case 'signout':
      return <SignOut page={page} look={look} text={text} />
    case 'verify-request':
      return <VerifyRequest look={look} text={text} />
    case 'confirm':
      return <Confirm page={page} look={look} text={text} />
    case 'error':
      return <ErrorMessage page={page} look={look} text={text} />
    case 'new-user':
      return <NewUser page={page} look={look} text={text} />
    case 'leaving':
      return <Leaving page={page} look={look} text={text} />
  }
}

/** The alert of a page, where no input says it. */
function describedBy(page: Page): string | undefined {
  return page.page === 'signin' && page.error !== undefined && !page.providers.some(blamesInput(page.error)) ? alertId : undefined
}

function titleOf(page: Page, text: Sentences): string {
  switch (page.page) {
    case 'signin':
      return page.error === undefined ? text.signIn : `${text.errorTitle}: ${text.signIn}`
    case 'signout':
      return text.signOut
    case 'verify-request':
      return text.checkMail
    case 'confirm':
      return page.sameBrowser ? text.confirm : text.confirmElsewhere
    case 'error':
      return errorTitle(page.error, text)
    case 'new-user':
      return text.welcome
    case 'leaving':
      return text.leaving.replace('{provider}', () => page.provider)
  }
}
