import { betterAuth } from 'better-auth'
import { memoryAdapter } from 'better-auth/adapters/memory'

const auth = betterAuth({
  baseURL: 'https://app.example.com',
  secret: process.env.BENCH_SECRET,
  telemetry: { enabled: false },
  rateLimit: { enabled: false },
  database: memoryAdapter({ user: [], session: [], account: [], verification: [] }),
  session: { cookieCache: { enabled: true, maxAge: 2_592_000 } },
  socialProviders: { github: { clientId: 'id', clientSecret: 'secret' } },
})
const response = await auth.handler(
  new Request('https://app.example.com/api/auth/get-session', { headers: { cookie: process.env.BENCH_COOKIE } }),
)
if ((await response.json())?.user?.name !== 'Ann') process.exit(1)
