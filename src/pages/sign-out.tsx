/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { Heading } from './document.js'
import { Form } from './form.js'
import { Link } from './link.js'
import type { Look, SignOutPage } from './page.js'
import { Sentence } from './sentence.js'
import type { Sentences } from './text.js'

export interface SignOutProps {
  readonly page: SignOutPage
  readonly look: Look
  readonly text: Sentences
}

/** Asks. Only the form's POST ends anything. */
export function SignOut({ page, look, text }: SignOutProps): VNode {
  const { csrfToken, callbackUrl, action, signedInAs } = page
  return (
    <>
      <Heading look={look} icon="exit" title={text.signOut}>
        {signedInAs !== undefined && (
          <p>
            <Sentence of={text.signedInAs} gaps={{ name: signedInAs }} />
          </p>
        )}
        <p>
          <Sentence of={text.signOutOf} gaps={{ site: look.siteName }} />
        </p>
      </Heading>
      <div class="stack">
        <Form action={action} hidden={{ csrfToken, callbackUrl }}>
          <button type="submit" class="main">
            {text.signOut}
          </button>
        </Form>
        <Link to={callbackUrl}>{text.staySignedIn}</Link>
      </div>
    </>
  )
}
