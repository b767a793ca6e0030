import { getIronSession } from 'iron-session'

const request = new Request('https://app.example.com/session', { headers: { cookie: process.env.BENCH_COOKIE } })
const session = await getIronSession(request, new Response(), { cookieName: 'iron', password: process.env.BENCH_SECRET })
if (session.user?.name !== 'Ann') process.exit(1)
