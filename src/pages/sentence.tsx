/** @jsxImportSource preact */
import { Fragment, type VNode } from 'preact'

/**
 * A sentence with its gaps filled: `{site}` becomes what `gaps` says for `site`, stressed, and kept apart from the sentence's
 * direction: a name with marks for right-to-left cannot turn the words around it. (Unicode UAX 9 §2.7)
 */
export function Sentence({ of, gaps = {} }: { readonly of: string; readonly gaps?: Readonly<Record<string, string>> }): VNode {
  const parts = of.split(/\{(\w+)\}/)
  return (
    <>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence have no other name, and never move
        <Fragment key={index}>{index % 2 === 0 ? part : <Name text={gaps[part]} />}</Fragment>
      ))}
    </>
  )
}

function Name({ text }: { readonly text: string | undefined }): VNode {
  return (
    <strong>
      <bdi>{text}</bdi>
    </strong>
  )
}
