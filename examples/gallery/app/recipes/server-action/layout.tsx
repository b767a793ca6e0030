import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Exhibit } from '../exhibit'

export const metadata: Metadata = { title: 'A guest book' }

export default function Layout({ children }: { children: ReactNode }) {
  return <Exhibit of="server-action">{children}</Exhibit>
}
