// One session, read once, with nothing else in the process. `READ_TOKEN` and `READ_SECRET` come from the caller.
import { createAuth } from 'next-auth/core'

const auth = createAuth({
  secret: process.env.READ_SECRET,
  url: 'http://localhost:3000',
  providers: [{ id: 'acme', name: 'Acme', type: 'oidc', issuer: 'https://acme.example.com', clientId: 'a', clientSecret: 'b' }],
})
const headers = { host: 'localhost:3000', cookie: `next-auth.session-token=${process.env.READ_TOKEN}` }
const answer = await auth.handle(new Request('http://localhost:3000/api/auth/session', { headers }))
const session = await answer.json()
if (session?.user?.name !== 'Ann') throw new Error(`the session was not read: ${answer.status} ${JSON.stringify(session)}`)
