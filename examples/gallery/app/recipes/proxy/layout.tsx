import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Exhibit } from '../exhibit'

export const metadata: Metadata = { title: 'A gate in front of everything' }

export default function Layout({ children }: { children: ReactNode }) {
  return <Exhibit of="proxy">{children}</Exhibit>
}
