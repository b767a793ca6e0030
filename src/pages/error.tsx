/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { Heading } from './document.js'
import { Link } from './link.js'
import type { ErrorPage, Look } from './page.js'
import { failureSentence, type Sentences } from './text.js'

export interface ErrorProps {
  readonly page: ErrorPage
  readonly look: Look
  readonly text: Sentences
}

/** What went wrong, for the visitor; the reason is in the server's log. */
export function ErrorMessage({ page, look, text }: ErrorProps): VNode {
  const { error, signInUrl } = page
  return (
    <>
      <Heading look={look} icon="alert" title={errorTitle(error, text)}>
        <p id="error" role="alert">
          {failureSentence(error, text)}
        </p>
      </Heading>
      <Link to={signInUrl} main describedBy="error">
        {text.tryAgain}
      </Link>
    </>
  )
}

/** Title of the error page. */
export function errorTitle(error: unknown, text: Sentences): string {
  if (error === 'AccessDenied') return text.accessDenied
  return error === 'Verification' ? text.linkNotValid : text.error
}

const statuses: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['Configuration', 500],
  ['AccessDenied', 403],
  ['Verification', 403],
])

/** Status of the error page: a code that anybody can put into its URL is no failure of ours. */
export function errorStatus(error: unknown): number {
  return statuses.get(error) ?? 200
}
