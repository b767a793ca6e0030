// One session, read once, with nothing else in the process. The caller gives the secret and the cookie of a signed-in visitor.
import { createAuth } from 'next-auth/core'

const { READ_URL: url = '', READ_SECRET: secret, READ_COOKIE: cookie = '' } = process.env
const acme = { id: 'acme', name: 'Acme', type: 'oidc', issuer: 'https://acme.example.com', clientId: 'a', clientSecret: 'b' }
const auth = createAuth({ secret, url, providers: [/** @type {any} */ (acme)] })
const answer = await auth.handle(new Request(`${url}/api/auth/session`, { headers: { host: new URL(url).host, cookie } }))
const session = await answer.json()
if (session?.user?.name !== 'Ann') throw new Error(`the session was not read: ${answer.status} ${JSON.stringify(session)}`)
