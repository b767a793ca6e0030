/** @jsxImportSource preact */
import type { ComponentChildren, VNode } from 'preact'
import { webAddress } from './web-address.js'

interface FormProps {
  readonly action: string
  /** What is sent without being seen. */
  readonly hidden: Readonly<Record<string, string>>
  readonly children: ComponentChildren
}

/** Every form of ours is a POST with its anti-forgery token inside: it needs no script. */
export function Form({ action, hidden, children }: FormProps): VNode {
  return (
    <form method="post" action={webAddress(action)}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  )
}
