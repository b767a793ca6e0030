/** @jsxImportSource preact */
import type { VNode } from 'preact'
import { webAddress } from './web-address.js'

interface LinkProps {
  readonly to: string
  /** Whether it is what most visitors want. */
  readonly main?: boolean
  /** Id of the text that explains it. */
  readonly describedBy?: string
  readonly children: string
}

/** A link that looks like a button; without an address that may stand in `href` there is none. */
export function Link({ to, main = false, describedBy, children }: LinkProps): VNode | null {
  const href = webAddress(to)
  if (href === undefined) return null
  return (
    <a class={main ? 'button main' : 'button'} href={href} {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}>
      {children}
    </a>
  )
}
