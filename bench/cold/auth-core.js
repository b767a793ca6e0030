import { Auth } from '@auth/core'
import GitHub from '@auth/core/providers/github'

const config = {
  secret: process.env.BENCH_SECRET,
  trustHost: true,
  basePath: '/api/auth',
  providers: [GitHub({ clientId: 'id', clientSecret: 'secret' })],
}
const response = await Auth(
  new Request('https://app.example.com/api/auth/session', { headers: { cookie: process.env.BENCH_COOKIE } }),
  config,
)
if ((await response.json())?.user?.name !== 'Ann') process.exit(1)
