import { redirect } from 'next/navigation'
import { auth } from '../../auth'
import { confidential } from '../../confidential'

export default async function Admin() {
  if (!(await auth())) redirect('/api/auth/signin')
  return <p>{confidential('admin')}</p>
}
