import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Exhibit } from '../exhibit'

export const metadata: Metadata = { title: 'A page that watches the session' }

export default function Layout({ children }: { children: ReactNode }) {
  return <Exhibit of="client-page">{children}</Exhibit>
}
