import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Exhibit } from '../exhibit'

export const metadata: Metadata = { title: 'Two tabs' }

export default function Layout({ children }: { children: ReactNode }) {
  return <Exhibit of="two-tabs">{children}</Exhibit>
}
