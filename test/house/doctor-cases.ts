import type { Kind } from '../../src/cli/doctor/kinds.js'

/** Files of an application by path; `undefined` takes one of the base away. */
export type Files = Readonly<Record<string, string | undefined>>

/** An application that has it, where, and one that nearly has it. */
export interface Case {
  readonly has: Files
  readonly where?: string
  readonly hasNot: Files
}

const secret = 'a-secret-for-tests-that-has-enough-letters'

/** In order: nothing is found in it. */
export const base: Files = {
  'package.json': manifest({}),
  '.env.local': `AUTH_SECRET=${secret}\nAUTH_URL=https://app.example\n`,
  'auth.ts': auth(''),
  'app/api/auth/[...nextauth]/route.ts': `import { handlers } from '@/auth'\nexport const { GET, POST } = handlers\n`,
  'app/page.tsx': `import { auth } from '@/auth'\nexport default async function Page() {\n  return <p>Don't {String(await auth())}</p>\n}\n`,
}

export function manifest(dependencies: object, more: object = {}): string {
  return JSON.stringify({ dependencies: { next: '16.4.5', react: '19.3.1', 'next-auth': '^6.0.0', ...dependencies }, ...more })
}

/** Options after those of the base. Their first line is line 6. */
function auth(options: string, before = ''): string {
  return `${before}import NextAuth from 'next-auth'
import GitHub from 'next-auth/providers/github'
export const { handlers, auth } = NextAuth({
  providers: [GitHub],
  session: { absoluteMaxAge: 7776000 },
${options}
})
`
}

const v3 = (options: string): Files => ({
  'package.json': manifest({ 'next-auth': '3.29.10' }),
  'auth.ts': undefined,
  'app/api/auth/[...nextauth]/route.ts': undefined,
  'pages/api/auth/[...nextauth].js': `import NextAuth from 'next-auth'\nimport Providers from 'next-auth/providers'\nexport default NextAuth({\n${options}\n  providers: [Providers.GitHub({})],\n})\n`,
})
const route = 'pages/api/auth/[...nextauth].js'
const withSecret = `  secret: process.env.AUTH_SECRET,`

const nothing: Case | undefined = undefined

export const cases: Readonly<Record<Kind, Case | undefined>> = {
  'version-too-old': {
    has: { 'package.json': manifest({ next: '^11.1.0' }) },
    where: 'package.json',
    hasNot: { 'package.json': manifest({ next: 'latest', pg: '^8.11.0', nodemailer: '^7.0.0' }) },
  },
  'node-too-old': { has: { '.nvmrc': 'v20.11.0\n' }, where: '.nvmrc', hasNot: { '.nvmrc': '22.13.0\n', '.node-version': 'lts/*\n' } },
  'package-not-asked-for': {
    has: { 'package.json': manifest({ 'next-auth': undefined }) },
    where: 'package.json',
    hasNot: { 'package.json': manifest({ 'next-auth': 'file:../next-auth.tgz' }) },
  },
  'package-of-earlier': { has: { 'package.json': manifest({ 'next-auth': '^4.24.15' }) }, where: 'package.json', hasNot: {} },
  'adapter-peer': {
    has: { 'package.json': manifest({ '@next-auth/prisma-adapter': '1.0.7' }) },
    where: 'package.json',
    hasNot: {
      'package.json': manifest(
        { '@next-auth/prisma-adapter': '1.0.7' },
        { overrides: { '@next-auth/prisma-adapter': { 'next-auth': '$next-auth' } } },
      ),
    },
  },
  'types-package': { has: { 'package.json': manifest({ '@types/next-auth': '3.15.0' }) }, where: 'package.json', hasNot: {} },
  'auth-core': {
    has: { 'types.d.ts': `declare module '@auth/core/jwt' {\n  interface JWT { role?: string }\n}\n` },
    where: 'types.d.ts:1',
    hasNot: { 'types.d.ts': `// as for declare module '@auth/core/jwt'\ndeclare module 'next-auth/jwt' {}\n` },
  },
  'import-unknown': {
    has: { 'lib/auth-form.ts': `import {\n  getConfig,\n} from 'next-auth/core/lib/config'\n` },
    where: 'lib/auth-form.ts:1',
    hasNot: {
      'lib/auth-form.ts': `import 'next-auth/providers/google'\nimport { useSession } from 'next-auth/react'\n// import 'next-auth/core/lib/config'\n`,
    },
  },
  'jest-modules': {
    has: { 'jest.config.js': `module.exports = { preset: 'ts-jest' }\n` },
    where: 'jest.config.js',
    hasNot: { 'jest.config.js': `module.exports = { transformIgnorePatterns: ['/node_modules/(?!(next-auth|jose)/)'] }\n` },
  },
  'adapters-of-v3': {
    has: { 'lib/auth-store.js': `import Adapters from 'next-auth/adapters'\nexport default Adapters.Prisma.Adapter({ prisma })\n` },
    where: 'lib/auth-store.js:2',
    hasNot: { 'lib/auth-store.js': `import Adapters from 'next-auth/adapters'\nexport default Adapters.TypeORM.Adapter('')\n` },
  },
  passkeys: {
    has: { 'auth.ts': auth('', `import Passkey from 'next-auth/providers/passkey'\n`) },
    where: 'auth.ts:1',
    hasNot: { 'auth.ts': auth('', `// import Passkey from 'next-auth/providers/passkey'\n`) },
  },

  'secret-missing': {
    has: { '.env.local': 'AUTH_URL=https://app.example\nAUTH_SECRET=\n' },
    hasNot: { '.env.local': 'AUTH_URL=https://app.example\n', '.env': `NEXTAUTH_SECRET=${secret}\n` },
  },
  'secret-short': {
    has: { '.env.local': 'AUTH_URL=https://app.example\nAUTH_SECRET=tooshort\n' },
    where: '.env.local:2',
    hasNot: { '.env.development': 'AUTH_SECRET=tooshort\n' },
  },
  'secret-of-two': {
    has: { 'package.json': manifest({ 'next-auth': '4.24.15' }), '.env.local': `AUTH_SECRET=${secret}\nNEXTAUTH_SECRET=${secret}2\n` },
    where: '.env.local:2',
    hasNot: { 'package.json': manifest({ 'next-auth': '4.24.15' }), '.env.local': `AUTH_SECRET=${secret}\nNEXTAUTH_SECRET="${secret}"\n` },
  },
  'secret-derived': { has: v3(''), where: `${route}:3`, hasNot: v3(withSecret) },
  'secret-public': { has: { '.env': 'NEXT_PUBLIC_AUTH_SECRET=x\n' }, where: '.env:1', hasNot: { '.env': 'NEXT_PUBLIC_AUTH_NAME=x\n' } },
  'secret-literal': {
    has: { 'auth.ts': auth(`  secret: '${secret}',`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  // secret: '${secret}',\n  secret: process.env['AUTH_SECRET']!,`) },
  },
  'url-malformed': {
    has: { '.env.local': `AUTH_SECRET=${secret}\nAUTH_URL=https://app.example/?x=1\n` },
    where: '.env.local:2',
    hasNot: { '.env.local': `AUTH_SECRET=${secret}\nAUTH_URL=app.example/\n` },
  },
  'url-http': {
    has: { '.env': 'AUTH_URL=http://app.example\n', '.env.local': `AUTH_SECRET=${secret}\n` },
    where: '.env:1',
    hasNot: { '.env.development': 'AUTH_URL=http://localhost:3000\n' },
  },
  'url-of-two': {
    has: { '.env': 'NEXTAUTH_URL=https://other.example\n' },
    where: '.env:1',
    hasNot: { '.env': 'NEXTAUTH_URL=https://app.example/\n' },
  },
  'url-path': {
    has: { '.env.local': `AUTH_SECRET=${secret}\nAUTH_URL=https://app.example/auth\n` },
    where: '.env.local:2',
    hasNot: {
      '.env.local': `AUTH_SECRET=${secret}\nAUTH_URL=https://app.example/shop/api/auth\n`,
      'next.config.js': `module.exports = {\n  // basePath: '/old',\n  basePath: '/shop',\n}\n`,
    },
  },
  'host-untrusted': {
    has: { '.env.local': `AUTH_SECRET=${secret}\n` },
    hasNot: { '.env.local': `AUTH_SECRET=${secret}\n`, 'auth.ts': auth(`  allowedHosts: ['app.example'],`) },
  },
  'variable-misspelt': {
    has: { '.env': 'NEXT_AUTH_SECRET=x\n' },
    where: '.env:1',
    hasNot: { '.env': 'AUTH_SECRETS=x\n', 'lib/env.ts': `export const more = process.env.AUTH_SECRETS\n` },
  },

  'route-missing': {
    has: { 'app/api/auth/[...nextauth]/route.ts': undefined },
    hasNot: {
      'app/api/auth/[...nextauth]/route.ts': undefined,
      'src/app/(site)/api/auth/[...all]/route.ts': `export { GET, POST } from '@/auth'\nimport { handlers } from '@/auth'\n`,
    },
  },
  'route-twice': {
    has: { [route]: `export { default } from '../../../auth'\n` },
    hasNot: { 'pages/api/auth/federated.js': `export { default } from '../../../auth'\n` },
  },
  'middleware-is-proxy': {
    has: { 'middleware.ts': `export { auth as middleware } from './auth'\n` },
    where: 'middleware.ts',
    hasNot: { 'proxy.ts': `export { auth as proxy } from './auth'\n` },
  },
  'proxy-too-early': {
    has: { 'package.json': manifest({ next: '15.5.29' }), 'proxy.ts': `export { auth as proxy } from './auth'\n` },
    where: 'proxy.ts',
    hasNot: {
      'src/proxy.ts': `export const authority = 'http://127.0.0.1'\n`,
      'package.json': manifest({ next: '15.5.29' }),
      'lib/proxy.ts': `export { auth as proxy } from '../auth'\n`,
    },
  },
  'edge-database': {
    has: { 'auth.ts': auth(`  database: process.env.DATABASE_URL,`), 'middleware.ts': `export { auth as middleware } from '@/auth'\n` },
    where: 'middleware.ts',
    hasNot: {
      'auth.ts': auth(`  database: process.env.DATABASE_URL,`),
      'middleware.ts': `export { auth as middleware } from '@/auth'\nexport const config = { runtime: 'nodejs' }\n`,
      'app/api/other/route.ts': `export const runtime = 'edge'\nexport const auth = 1\n`,
    },
  },
  'token-middleware': {
    has: { 'auth.ts': auth(`  database: process.env.DATABASE_URL,`), 'proxy.ts': `export { default } from 'next-auth/middleware'\n` },
    where: 'proxy.ts:1',
    hasNot: {
      'auth.ts': auth(`  database: process.env.DATABASE_URL,`).replace('{ absolute', `{ strategy: process.env.STRATEGY, absolute`),
      'proxy.ts': `export { default } from 'next-auth/middleware'\n`,
    },
  },
  'split-config': {
    has: {
      'proxy.ts': `import NextAuth from 'next-auth'\nimport { config } from './auth.config'\nexport const { auth: proxy } = NextAuth(config)\n`,
    },
    where: 'proxy.ts:3',
    hasNot: { 'proxy.ts': `import { auth } from './auth'\nexport default auth\n// NextAuth(config)\n` },
  },

  'callbacks-positional': {
    has: { 'auth.ts': auth(`  callbacks: {\n    async signIn(user, account) { return true },\n  },`) },
    where: 'auth.ts:7',
    hasNot: { 'auth.ts': auth(`  callbacks: {\n    signIn: async ({ user, account }) => true,\n    jwt: (call) => call.token,\n  },`) },
  },
  'callbacks-ambiguous': {
    has: v3(`${withSecret}\n  callbacks: { session: async (session) => session },`),
    where: `${route}:5`,
    hasNot: v3(`${withSecret}\n  callbacks: { session: async (session) => session, jwt: (token, user) => token },`),
  },
  'session-access-token': {
    has: {
      ...v3(withSecret),
      'pages/index.js': `export default function Auth({ session }) {\n  return <p>Don't {session.accessToken}</p>\n}\n`,
    },
    where: 'pages/index.js:2',
    hasNot: {
      ...v3(`${withSecret}\n  callbacks: { session(session, token) { session.accessToken = token.accessToken; return session } },`),
      'pages/index.js': `export default ({ session }) => <p>{session.accessToken}</p>\n`,
    },
  },
  'option-refused': {
    has: { 'auth.ts': auth(`  trustHosts: true,`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  pages: { signIn: '/in', },\n  theme: { trustHosts: 1 },`) },
  },
  'option-unused': {
    has: { 'auth.ts': auth(`  skipCSRFCheck,`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  ...others,\n  ["x"]: 1,`) },
  },
  'option-value': {
    has: { 'auth.ts': auth(`  basePath: '/api/auth/',`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  basePath: '/api/auth',\n  pages: { signIn: process.env.PAGE, error: '/error' },`) },
  },
  'cookies-renamed': {
    has: { 'auth.ts': auth(`  cookies: { sessionToken: {\n    name: 'sid' } },`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  cookies: { sessionToken: { options: { domain: 'name' } } },`) },
  },
  'cookies-unused': {
    has: { 'auth.ts': auth(`  cookies: { state: { name: 'state' } },`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  cookies: { csrfToken: {} },`) },
  },
  'secure-cookies': {
    has: { 'auth.ts': auth(`  useSecureCookies: false,`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  /* useSecureCookies: false, */`) },
  },
  'trust-host': { has: { 'auth.ts': auth(`  trustHost: true,`) }, where: 'auth.ts:6', hasNot: { 'auth.ts': auth(`  trustHost: false,`) } },
  'debug-on': {
    has: { 'auth.ts': auth(`  debug: true,`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  debug: process.env.NODE_ENV !== 'production',`) },
  },
  'own-token': {
    has: { 'auth.ts': auth(`  jwt: { async encode({ token }) { return '' } },`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  jwt: { encryption: true },`) },
  },
  'token-readable': {
    has: { 'package.json': manifest({ 'next-auth': '4.24.15' }) },
    where: 'auth.ts:3',
    hasNot: { 'package.json': manifest({ 'next-auth': '4.24.15' }), 'auth.ts': auth(`  jwt: { encryption: true },`) },
  },
  'absolute-end': {
    has: { 'auth.ts': auth('').replace(/.*absolute.*/, '') },
    where: 'auth.ts:3',
    hasNot: {
      'auth.ts': auth('  adapter: PgAdapter(pool),').replace(/.*absolute.*/, ''),
      'pages/in.tsx': `import { getProviders } from 'next-auth/react'\nexport async function getServerSideProps() {\n  const providers = await getProviders()\n  return { props: { providers, csrfToken: 1, session: 1 } }\n}\n`,
    },
  },
  'redirect-judged': {
    has: { 'auth.ts': auth(`  callbacks: { redirect: ({ url }) => url },`) },
    where: 'auth.ts:6',
    hasNot: { 'auth.ts': auth(`  callbacks: { signIn: ({ user }) => redirect(user) },`) },
  },
  'checks-none': {
    has: {
      'lib/auth-acme.ts': `import type { Provider } from 'next-auth/providers'\nexport const acme = { id: 'acme',\n  checks: ['none'] }\n`,
    },
    where: 'lib/auth-acme.ts:3',
    hasNot: {
      'lib/auth-acme.ts': `import type { Provider } from 'next-auth/providers'\nexport const acme = { checks: ['none'], dangerouslySkipChecks: true }\nexport const b = { state: false }\n`,
    },
  },
  'email-linking': {
    has: { 'auth.ts': auth('').replace('[GitHub]', '[GitHub({ allowDangerousEmailAccountLinking: true })]') },
    where: 'auth.ts:4',
    hasNot: { 'auth.ts': auth('').replace('[GitHub]', '[GitHub({ allowDangerousEmailAccountLinking: false })]') },
  },
  'endpoint-http': {
    has: { 'auth.ts': auth('').replace('[GitHub]', `[{ id: 'x', token: { params: {}, url: \`http://\${host}/token\` } }]`) },
    where: 'auth.ts:4',
    hasNot: {
      'auth.ts': auth('').replace(
        '[GitHub]',
        "[{ issuer: 'http://127.0.0.1:9', dangerouslyAllowInsecureRequests: true }, { issuer: 'https://x.example' }]",
      ),
    },
  },

  // Databases have tests of their own.
  'database-unreachable': nothing,
  'database-behind': nothing,
  'database-of-adapter': nothing,
  'database-changed': nothing,
}
