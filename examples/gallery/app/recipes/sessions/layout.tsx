import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Exhibit } from '../exhibit'

export const metadata: Metadata = { title: 'Where a session lives' }

export default function Layout({ children }: { children: ReactNode }) {
  return <Exhibit of="sessions">{children}</Exhibit>
}
