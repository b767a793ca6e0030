/** One exhibit: a folder of `app/recipes/`, or a page of the Pages Router. */
export interface Recipe {
  readonly id: string
  readonly title: string
  /** One line, for the card. */
  readonly line: string
  /** What to notice. */
  readonly text: string
  /** Its code, relative to the gallery. */
  readonly files: readonly string[]
  /** Where it runs, when that is not `/recipes/<id>`. */
  readonly runs?: string
  /** Whether it asks a visitor to sign in. */
  readonly locked?: true
}

export const recipes: readonly Recipe[] = [
  {
    id: 'server-page',
    title: 'A page only for members',
    line: 'A server component asks auth() and sends strangers to sign in.',
    text: 'The page is made on the server, so a stranger never receives a byte of it. auth() reads the session from the cookie: one look into the database, or none with token sessions.',
    files: ['app/recipes/server-page/page.tsx'],
    locked: true,
  },
  {
    id: 'client-page',
    title: 'A page that watches the session',
    line: 'A client component follows useSession() while the tab is open.',
    text: 'With required: true the hook itself leads a stranger to the sign-in page, and TypeScript knows that data is there once loading is over.',
    files: ['app/recipes/client-page/page.tsx'],
    locked: true,
  },
  {
    id: 'route-handler',
    title: 'A guarded API',
    line: 'auth() around a route handler, and 401 for everybody else.',
    text: 'The session comes as request.auth. An API answers with a status, never with a redirect: its caller is a script.',
    files: ['app/recipes/route-handler/whoami/route.ts', 'app/recipes/route-handler/page.tsx'],
  },
  {
    id: 'server-action',
    title: 'A guest book',
    line: 'A server action asks who writes, every time it is called.',
    text: 'A server action is a public address: anybody can call it with anything. So it asks auth() itself, and takes the name from the session, not from the form.',
    files: [
      'app/recipes/server-action/actions.ts',
      'app/recipes/server-action/book.ts',
      'app/recipes/server-action/form.tsx',
      'app/recipes/server-action/page.tsx',
    ],
  },
  {
    id: 'proxy',
    title: 'A gate in front of everything',
    line: 'proxy.ts stops strangers before a page is even looked for.',
    text: 'One matcher guards many pages, and prolongs sessions on the way. It is a convenience for visitors, not the lock: what is secret asks auth() where it is read.',
    files: ['proxy.ts', 'app/recipes/proxy/page.tsx'],
    locked: true,
  },
  {
    id: 'pages-router',
    title: 'The Pages Router',
    line: 'getServerSideProps and an API route, same session.',
    text: 'Both routers share one configuration and one session. getServerSession(req, res, options) also prolongs it, since an answer is still to be sent.',
    files: ['pages/classic.tsx', 'pages/api/whoami.ts'],
    runs: '/classic',
  },
  {
    id: 'seed',
    title: 'The component everybody knows',
    line: 'The first README’s own component, running as it was printed.',
    text: 'next-auth/client is the first generation of the API: useSession() gives a pair and needs no provider around it. Not a letter of the component was changed.',
    files: ['pages/seed.jsx'],
    runs: '/seed',
  },
  {
    id: 'sessions',
    title: 'Where a session lives',
    line: 'A row in a database, a signed token, or an encrypted one.',
    text: 'The same code reads all three. Start the gallery with GALLERY_SESSION=jwt or GALLERY_SESSION=encrypted to see the others.',
    files: ['app/recipes/sessions/page.tsx', 'app/recipes/sessions/cookie-kind.ts', 'auth.ts'],
  },
  {
    id: 'two-tabs',
    title: 'Two tabs',
    line: 'Sign out in one; the other knows within a second.',
    text: 'Tabs tell each other only that something happened; what is true, each asks the server. So nothing secret travels between them, and nothing false can.',
    files: ['app/recipes/two-tabs/page.tsx'],
  },
]

export function recipeOf(id: string): Recipe {
  const found = recipes.find((recipe) => recipe.id === id)
  if (!found) throw new Error(`There is no recipe ${id}.`)
  return found
}
