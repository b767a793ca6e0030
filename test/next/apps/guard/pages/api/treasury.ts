import type { NextApiRequest, NextApiResponse } from 'next'
import { auth } from '../../auth'
import { confidential } from '../../confidential'

export default async function handler(request: NextApiRequest, response: NextApiResponse) {
  if (!(await auth(request, response))) return response.status(401).json({ error: 'Unauthorized' })
  response.json({ text: confidential('treasury') })
}
