// The plan of the house as data: which room may import which, what it may load, and the bounds every file keeps.
// `docs/decisions/` says why a line is here; `tools/architecture.js` holds the code to it.

/**
 * A folder of `src/`.
 * @typedef {object} Room
 * @property {readonly string[]} rooms The rooms it may import; `*` for whatever it asks about.
 * @property {readonly string[]} packages Packages it may import statically.
 * @property {readonly string[]} [lazy] Packages it may load only by `import()`; `*` for a user's own driver or SDK.
 * @property {boolean} [types] Packages count only when their code is imported: a type costs nothing.
 * @property {boolean} [node] May import `node:` modules statically: nothing that the edge runtime loads may.
 * @property {boolean} [island] Runs in the browser: no `node:` at all.
 */

const belowEngine = ['base', 'crypto', 'http', 'providers', 'pages', 'config', 'signin', 'accounts', 'sessions']
const face = ['base', 'http', 'config', 'engine', 'sessions']

/** @type {Readonly<Record<string, Room>>} */
export const rooms = {
  base: { rooms: [], packages: [] },
  crypto: { rooms: ['base'], packages: [] },
  http: { rooms: ['base'], packages: ['cookie'] },
  jwt: { rooms: ['base', 'crypto', 'http'], packages: [] },
  oauth: { rooms: ['base', 'crypto'], packages: ['oauth4webapi'] },
  adapters: { rooms: ['base'], packages: [], lazy: ['*'], types: true },
  providers: { rooms: ['base'], packages: [], lazy: ['*'], types: true },
  pages: { rooms: ['base', 'http'], packages: ['preact', 'preact-render-to-string'] },
  config: { rooms: ['base', 'crypto', 'http', 'adapters', 'providers'], packages: [] },
  signin: { rooms: ['base', 'crypto', 'http', 'oauth', 'providers', 'config'], packages: [] },
  accounts: { rooms: ['base', 'adapters', 'config'], packages: [] },
  sessions: { rooms: ['base', 'crypto', 'jwt', 'adapters', 'config'], packages: [] },
  engine: { rooms: belowEngine, packages: [] },
  next: { rooms: face, packages: ['next'] },
  node: { rooms: face, packages: [], node: true },
  lambda: { rooms: face, packages: [], node: true },
  cli: { rooms: ['*'], packages: [], lazy: ['*'], node: true },
  testing: { rooms: ['*'], packages: [], lazy: ['*'], node: true },
  browser: { rooms: ['base'], packages: [], island: true },
  react: { rooms: ['base', 'browser'], packages: ['react'], island: true },
  client: { rooms: ['base', 'browser', 'react'], packages: ['react'], island: true },
}

/** In lines. The first pattern that fits a file's path decides. */
export const fileBudgets = [
  { fits: /(^|\/)contract\.ts$/, lines: 100, what: 'a contract' },
  { fits: /^providers\/(?!index\.ts$)[^/]+\.ts$/, lines: 60, what: 'a provider' },
  { fits: /./, lines: 300, what: 'a file' },
]

export const functionLines = 50

/** Words that say nothing of what is inside. */
export const emptyWords = ['util', 'utils', 'helper', 'helpers', 'common', 'misc', 'manager', 'service', 'services']

/** Exported names may not end so; `common` is a fair adjective there. */
export const emptyEndings = /(Utils?|Helpers?|Misc|Managers?|Services?)$/

/** The only file that writes `Location` and `Set-Cookie`: what it is handed has been judged. In `silent` rooms nothing is answered. */
export const answers = { writer: 'engine/respond.ts', silent: ['adapters'] }

/**
 * What is allowed once, in the open.
 * @type {readonly { file: string, rule: string, why: string }[]}
 */
export const exceptions = [
  { file: 'next/engines.ts', rule: 'state', why: 'getServerSession(options) gets the options anew on each call; entries go with them' },
  {
    file: 'adapters/foreign.ts',
    rule: 'state',
    why: 'options made anew for each request hold one adapter, whose lanes and abilities are its own; entries go with it',
  },
  { file: 'next/middleware.ts', rule: 'state', why: 'withAuth(request, options) likewise' },
  {
    file: 'next/proxy.ts',
    rule: 'answer',
    why: 'answers for pages of the application: to the sign-in page of the options, with lines that respond made',
  },
  { file: 'next/middleware.ts', rule: 'answer', why: 'withAuth likewise leads to the sign-in page of the options, and sets no cookie' },
  { file: 'next/pages.ts', rule: 'answer', why: 'hands lines that respond made to Node’s response' },
  { file: 'adapters/sql/dialects/mssql.ts', rule: 'class', why: 'Kysely’s compilers are changed by inheritance only' },
  { file: 'next/actions.ts', rule: 'answer', why: 'a server action redirects by Next’s function, to where respond led' },
]
