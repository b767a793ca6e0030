import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Exhibit } from '../exhibit'

export const metadata: Metadata = { title: 'The Pages Router' }

export default function Layout({ children }: { children: ReactNode }) {
  return <Exhibit of="pages-router">{children}</Exhibit>
}
