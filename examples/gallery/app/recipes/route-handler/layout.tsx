import type { Metadata } from 'next'
import type { ReactNode } from 'react'
import { Exhibit } from '../exhibit'

export const metadata: Metadata = { title: 'A guarded API' }

export default function Layout({ children }: { children: ReactNode }) {
  return <Exhibit of="route-handler">{children}</Exhibit>
}
