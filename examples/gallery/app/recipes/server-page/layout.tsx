import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Exhibit } from '../exhibit'

export const metadata: Metadata = { title: 'A page only for members' }

export default function Layout({ children }: { children: ReactNode }) {
  return <Exhibit of="server-page">{children}</Exhibit>
}
