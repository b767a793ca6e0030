import { auth } from '../../../auth'
import { confidential } from '../../../confidential'

export const GET = auth((request) =>
  request.auth ? Response.json({ text: confidential('ledger') }) : Response.json({ error: 'Unauthorized' }, { status: 401 }),
)
