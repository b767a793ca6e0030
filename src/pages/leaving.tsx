/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { Heading } from './document.js'
import { Link } from './link.js'
import type { LeavingPage, Look } from './page.js'
import type { Sentences } from './text.js'

/** On the way to a provider. Seen for a blink, or longer where a browser does not refresh by itself. */
export function Leaving({ page, look, text }: { readonly page: LeavingPage; readonly look: Look; readonly text: Sentences }): VNode {
  const title = text.leaving.replace('{provider}', () => page.provider)
  return (
    <>
      <Heading look={look} icon="exit" title={title}>
        <p>{text.leavingText}</p>
      </Heading>
      <Link to={page.to} main>
        {text.leavingLink.replace('{provider}', () => page.provider)}
      </Link>
    </>
  )
}
