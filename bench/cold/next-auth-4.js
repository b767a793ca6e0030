import next from 'next-auth-4/next'
import github from 'next-auth-4/providers/github'

const NextAuth = next.default ?? next
const GitHub = github.default ?? github
const handler = NextAuth({ secret: process.env.BENCH_SECRET, providers: [GitHub({ clientId: 'id', clientSecret: 'secret' })] })
const cookies = Object.fromEntries(
  process.env.BENCH_COOKIE.split('; ').map((pair) => [
    pair.slice(0, pair.indexOf('=')),
    decodeURIComponent(pair.slice(pair.indexOf('=') + 1)),
  ]),
)
let answer
const response = {
  status: () => response,
  setHeader: () => response,
  getHeader() {},
  json: (body) => (answer = body),
  send: (body) => (answer = body),
  end() {},
}
await handler(
  {
    method: 'GET',
    headers: { host: 'app.example.com', 'x-forwarded-host': 'app.example.com', 'x-forwarded-proto': 'https' },
    cookies,
    query: { nextauth: ['session'] },
  },
  response,
)
if (answer?.user?.name !== 'Ann') process.exit(1)
