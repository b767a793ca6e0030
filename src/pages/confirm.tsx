/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { Heading } from './document.js'
import { Form } from './form.js'
import type { ConfirmPage, Look } from './page.js'
import { Sentence } from './sentence.js'
import type { Sentences } from './text.js'

/**
 * Presses the button for the visitor. Before the page has loaded, so that the next page takes this one's place in the history and
 * "back" does not try a used link again; and once, because a second press would find the link used.
 */
export const confirmScript = "const f=document.forms[0];f.querySelector('button').disabled=true;f.submit()"

export interface ConfirmProps {
  readonly page: ConfirmPage
  readonly look: Look
  readonly text: Sentences
}

/** What a mailed link opens: names the account, and signs nobody in without a POST. */
export function Confirm({ page, look, text }: ConfirmProps): VNode {
  const { action, csrfToken, fields, maskedEmail, sameBrowser } = page
  const gaps = { site: look.siteName, name: maskedEmail }
  return (
    <>
      <Heading look={look} icon="person" title={sameBrowser ? text.confirm : text.confirmElsewhere}>
        <p>
          <Sentence of={sameBrowser ? text.confirmText : text.confirmElsewhereText} gaps={gaps} />
        </p>
      </Heading>
      {!sameBrowser && <p class="note">{text.confirmElsewhereWarning}</p>}
      <Form action={action} hidden={{ ...fields, csrfToken }}>
        <button type="submit" class="main">
          {text.signIn}
        </button>
      </Form>
    </>
  )
}
