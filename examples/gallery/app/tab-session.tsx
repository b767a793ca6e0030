'use client'

import { useSession } from 'next-auth/react'
import { Json } from './code'

export function TabSession() {
  const { data, status } = useSession()
  return <Json value={{ status, data }} />
}
