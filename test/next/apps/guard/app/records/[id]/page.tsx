import { notFound } from 'next/navigation'
import { auth } from '../../../auth'
import { confidential } from '../../../confidential'

/** Decides by the same parameter that it reads the record with. */
export default async function RecordPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (id === 'open') return <p>Open to everybody</p>
  if (!(await auth())) notFound()
  return <p>{confidential(`record-${id}`)}</p>
}
