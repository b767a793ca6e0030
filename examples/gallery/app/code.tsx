import { Fragment } from 'react'
import { paint } from './paint'

/** Code, in colours. */
export function Code({ text }: { text: string }) {
  return (
    // Wide code scrolls; without a place in the tab order a keyboard could not.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <pre tabIndex={0}>
      <code>
        {paint(text).map(({ at, kind, text: piece }) =>
          kind ? (
            <i key={at} className={kind}>
              {piece}
            </i>
          ) : (
            <Fragment key={at}>{piece}</Fragment>
          ),
        )}
      </code>
    </pre>
  )
}

/** A value as one would log it. */
export function Json({ value }: { value: unknown }) {
  return <Code text={JSON.stringify(value, null, 2) ?? 'undefined'} />
}
