/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { Heading } from './document.js'
import { Link } from './link.js'
import type { Look, NewUserPage } from './page.js'
import { Sentence } from './sentence.js'
import type { Sentences } from './text.js'

export interface NewUserProps {
  readonly page: NewUserPage
  readonly look: Look
  readonly text: Sentences
}

/** A welcome after the first sign-in. */
export function NewUser({ page, look, text }: NewUserProps): VNode {
  const { name, continueUrl } = page
  const title = name === undefined ? text.welcome : <Sentence of={text.welcomeName} gaps={{ name }} />
  return (
    <>
      <Heading look={look} icon="done" title={title}>
        <p>
          <Sentence of={text.welcomeText} gaps={{ site: look.siteName }} />
        </p>
      </Heading>
      <Link to={continueUrl} main>
        {text.goOn}
      </Link>
    </>
  )
}
