/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { Heading } from './document.js'
import { Link } from './link.js'
import type { Look } from './page.js'
import { Sentence } from './sentence.js'
import type { Sentences } from './text.js'

/** Check your mail. */
export function VerifyRequest({ look, text }: { readonly look: Look; readonly text: Sentences }): VNode {
  return (
    <>
      <Heading look={look} icon="mail" title={text.checkMail}>
        <p>
          <Sentence of={text.checkMailText} gaps={{ site: look.siteName }} />
        </p>
        <p class="hint">{text.checkMailHint}</p>
      </Heading>
      <Link to={`${look.basePath}/signin`}>{text.backToSignIn}</Link>
    </>
  )
}
