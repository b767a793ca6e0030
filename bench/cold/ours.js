import { createAuth } from '../../dist/engine/index.js'
import GitHub from '../../dist/providers/github.js'

const auth = createAuth({
  url: 'https://app.example.com',
  secret: process.env.BENCH_SECRET,
  providers: [GitHub({ clientId: 'id', clientSecret: 'secret' })],
})
const response = await auth.handle(
  new Request('https://app.example.com/api/auth/session', { headers: { cookie: process.env.BENCH_COOKIE } }),
)
if ((await response.json())?.user?.name !== 'Ann') process.exit(1)
