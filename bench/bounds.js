/** What ours must reach, as data. `faster`: how many times longer the peer takes; `slower`: how many times longer ours may take. */

/** @typedef {{ faster?: Record<string, number>, slower?: Record<string, number> }} Bound */

/**
 * Measured in time, judged as ratios within one run: of processor time, which other programs on the machine hardly change. That it leaves
 * out what a peer waits for its own threads makes the peers look better, not ours.
 */
export const timed = [
  {
    id: 'session',
    title: 'GET session, token verified each time',
    subject: 'ours',
    must: { faster: { '@auth/core': 40, 'next-auth 5': 40, 'next-auth 4': 12, 'better-auth': 18 }, slower: { raw: 6 } },
    beyond: { faster: { '@auth/core': 70 }, slower: { raw: 4 } },
  },
  { id: 'session', title: 'GET session, token encrypted and verified each time', subject: 'ours, encrypted', must: {}, beyond: {} },
  {
    id: 'session',
    title: 'GET session through the root door, verified each time',
    subject: 'ours, next',
    must: { faster: { 'next-auth 5': 40 } },
    beyond: { faster: { 'next-auth 5': 70 } },
  },
  {
    id: 'session',
    title: 'GET session, token remembered',
    subject: 'ours, remembered',
    must: { faster: { '@auth/core': 120 }, slower: { raw: 2 } },
    beyond: { slower: { raw: 1.5 } },
  },
  {
    id: 'session-16',
    // Peers use several processors here, which only the clock sees.
    by: 'wall',
    title: 'GET session, 16 in flight, verified each time',
    subject: 'ours',
    must: { faster: { '@auth/core': 25, 'next-auth 5': 25, 'next-auth 4': 12, 'better-auth': 18 }, slower: { raw: 6 } },
    beyond: { slower: { raw: 4 } },
  },
  {
    id: 'server',
    title: 'Server-side read: auth(), getServerSession',
    subject: 'ours, next',
    must: { faster: { 'next-auth 5': 80, 'next-auth 4': 25, 'better-auth': 25 } },
    beyond: { faster: { 'next-auth 5': 150 } },
  },
  {
    id: 'server',
    title: 'Server-side read by the engine alone',
    subject: 'ours',
    must: { faster: { 'next-auth 5': 80, 'next-auth 4': 25, 'better-auth': 25 } },
    beyond: { faster: { 'next-auth 5': 150 } },
  },
  {
    id: 'anonymous',
    title: 'GET session, no cookie',
    subject: 'ours',
    must: { faster: { '@auth/core': 15, 'iron-session': 1 } },
    beyond: { faster: { '@auth/core': 25 } },
  },
  { id: 'csrf', title: 'GET csrf', subject: 'ours', must: { faster: { '@auth/core': 8 } }, beyond: { slower: { floor: 1.5 } } },
  { id: 'providers', title: 'GET providers', subject: 'ours', must: { faster: { '@auth/core': 15 } }, beyond: { slower: { floor: 1.5 } } },
  {
    id: 'start',
    title: 'Start of an OAuth sign-in',
    subject: 'ours',
    must: { faster: { '@auth/core': 25, 'next-auth 4': 8, 'better-auth': 8 } },
    beyond: { faster: { '@auth/core': 45 } },
  },
  {
    id: 'credentials',
    title: 'Credentials sign-in, hash excluded',
    subject: 'ours',
    must: { faster: { '@auth/core': 15, 'next-auth 4': 5 } },
    beyond: { faster: { '@auth/core': 25 } },
  },
  {
    id: 'callback-plain',
    title: 'OAuth callback, provider’s time excluded',
    subject: 'ours',
    must: { faster: { '@auth/core': 15, 'next-auth 4': 5 } },
    beyond: { faster: { '@auth/core': 25 } },
  },
  {
    id: 'callback-oidc',
    title: 'OpenID Connect callback, provider’s time excluded',
    subject: 'ours',
    must: { faster: { '@auth/core': 15, 'next-auth 4': 5 } },
    beyond: { faster: { '@auth/core': 25 } },
  },
  {
    id: 'sqlite',
    title: 'GET session, session in SQLite',
    subject: 'ours',
    must: { faster: { '@auth/core': 10, 'better-auth': 25, 'next-auth 4': 5 } },
    beyond: { faster: { '@auth/core': 18 } },
  },
]

const kilo = 1000
const size = (bytes) => bytes / kilo
const none = (value) => value

/**
 * Counted or weighed. `of` picks the value of one name from the results; `unit` and `shown` say how it reads.
 * The three in milliseconds depend on the machine: reported, never a gate.
 */
export const counted = [
  {
    title: 'Statements per OAuth sign-in, returning user',
    unit: '',
    shown: none,
    must: 2,
    beyond: 2,
    of: ({ statements }, name) => statements?.[name]?.returning.length,
  },
  {
    title: 'Statements per OAuth sign-in, new user',
    unit: '',
    shown: none,
    must: 5,
    beyond: 4,
    of: ({ statements }, name) => statements?.[name]?.new.length,
  },
  {
    title: 'Statements per session read in SQLite',
    unit: '',
    shown: none,
    must: 1,
    beyond: 1,
    of: ({ statements }, name) => statements?.[name]?.read.length,
  },
  {
    title: 'Writes per session read in SQLite, before `updateAge`',
    unit: '',
    shown: none,
    must: 0,
    beyond: 0,
    of: ({ statements }, name) => statements?.[name]?.read.filter((sql) => !/^\s*(select|with)\b/i.test(sql)).length,
  },
  {
    title: 'Thread-pool jobs per session read',
    unit: '',
    shown: none,
    must: 0,
    beyond: 0,
    of: ({ counts }, name) => counts?.[name]?.handled.pool,
  },
  {
    title: 'Set-Cookie lines per session read, before `updateAge`',
    unit: '',
    shown: none,
    must: 0,
    beyond: 0,
    of: ({ counts }, name) => counts?.[name]?.handled.setCookies,
  },
  {
    title: 'Promises per GET session (a bare handler makes 2)',
    unit: '',
    shown: none,
    must: 6,
    beyond: 2,
    of: ({ counts }, name) => counts?.[name]?.handled.promises,
  },
  {
    title: 'Promises per read without a Response',
    unit: '',
    shown: none,
    must: 6,
    beyond: 2,
    of: ({ counts }, name) => counts?.[name]?.read?.promises,
  },
  {
    title: 'Requests to the provider per OpenID sign-in, from the second on',
    unit: '',
    shown: none,
    of: (results, name) => results['requests-oidc']?.[name]?.length,
  },
  {
    title: 'Cold start to the first session answer, over bare Node, installed',
    unit: 'ms',
    shown: none,
    must: 20,
    beyond: 8,
    of: ({ cold }, name) => cold?.installed[name],
  },
  {
    title: 'Cold start to the first session answer, over bare Node, bundled',
    unit: 'ms',
    shown: none,
    must: 12,
    beyond: 7,
    of: ({ cold }, name) => cold?.bundled[name],
  },
  {
    title: 'Modules of its own loaded for a session read',
    unit: '',
    shown: none,
    must: 10,
    beyond: 5,
    of: ({ loaded }, name) => (name === 'ours' ? loaded?.[name]?.own.modules : undefined),
  },
  {
    title: 'Bytes of its own loaded for a session read',
    unit: 'kB',
    shown: size,
    must: 80,
    beyond: 40,
    of: ({ loaded }, name) => (name === 'ours' ? loaded?.[name]?.own.bytes : undefined),
  },
  {
    title: 'Modules loaded for a session read, dependencies included',
    unit: '',
    shown: none,
    of: ({ loaded }, name) => loaded?.[name]?.all.modules,
  },
  {
    title: 'Bytes loaded for a session read, dependencies included',
    unit: 'kB',
    shown: size,
    of: ({ loaded }, name) => loaded?.[name]?.all.bytes,
  },
  {
    title: 'Server bundle with one OAuth provider, loaded at start, minified',
    unit: 'kB',
    shown: size,
    must: 30,
    beyond: 20,
    of: (results, name) => results['bundle-server']?.[name]?.start,
  },
  {
    title: 'Server bundle with one OAuth provider, in all, minified',
    unit: 'kB',
    shown: size,
    must: 70,
    beyond: 50,
    of: (results, name) => results['bundle-server']?.[name]?.all,
  },
  {
    title: 'Client (`useSession signIn signOut SessionProvider`), gzip',
    unit: 'kB',
    shown: size,
    must: 1.8,
    beyond: 1.4,
    of: (results, name) => results['bundle-client']?.[name]?.gzip,
  },
  {
    title: 'Indexed look-ups with 100 000 users and 500 000 sessions, times those with 10 000, the slowest',
    unit: '',
    shown: none,
    must: 1.5,
    beyond: 1.2,
    of: ({ scale }, name) => (name === 'ours' && scale ? Math.max(...Object.values(scale)) : undefined),
  },
  {
    title: 'Memory over a bare server (resident)',
    unit: 'MB',
    shown: (bytes) => bytes / 1e6,
    must: 20,
    of: ({ memory }, name) => over(memory, name, 'rss'),
  },
  { title: 'Heap over a bare server', unit: 'MB', shown: (bytes) => bytes / 1e6, of: ({ memory }, name) => over(memory, name, 'heap') },
  {
    title: 'Memory per request in flight, over a bare handler',
    unit: 'kB',
    shown: size,
    must: 1,
    of: ({ memory }, name) => over(memory, name, 'flight'),
  },
]

function over(memory, name, what) {
  const value = memory?.[name]?.[what]
  return value === undefined || name === 'raw' ? undefined : value - memory.raw[what]
}
