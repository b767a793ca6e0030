/**
 * `error`: it will not work, or somebody is signed out or let in who should not be. `differs`: it works, but not as it did before.
 * `hint`: nothing breaks; it can go, or could be better.
 */
export type Level = 'error' | 'differs' | 'hint'

/** What `doctor` looks for. */
export type Kind =
  | 'version-too-old'
  | 'node-too-old'
  | 'package-not-asked-for'
  | 'package-of-earlier'
  | 'adapter-peer'
  | 'types-package'
  | 'auth-core'
  | 'import-unknown'
  | 'jest-modules'
  | 'adapters-of-v3'
  | 'passkeys'
  | 'secret-missing'
  | 'secret-short'
  | 'secret-of-two'
  | 'secret-derived'
  | 'secret-public'
  | 'secret-literal'
  | 'url-malformed'
  | 'url-http'
  | 'url-of-two'
  | 'url-path'
  | 'host-untrusted'
  | 'variable-misspelt'
  | 'route-missing'
  | 'route-twice'
  | 'middleware-is-proxy'
  | 'proxy-too-early'
  | 'edge-database'
  | 'token-middleware'
  | 'split-config'
  | 'callbacks-positional'
  | 'callbacks-ambiguous'
  | 'session-access-token'
  | 'option-refused'
  | 'option-unused'
  | 'option-value'
  | 'cookies-renamed'
  | 'cookies-unused'
  | 'secure-cookies'
  | 'trust-host'
  | 'debug-on'
  | 'own-token'
  | 'token-readable'
  | 'absolute-end'
  | 'redirect-judged'
  | 'checks-none'
  | 'email-linking'
  | 'endpoint-http'
  | 'database-unreachable'
  | 'database-behind'
  | 'database-of-adapter'
  | 'database-changed'

/** How bad each is, and why it is looked for. */
export const kinds: Readonly<Record<Kind, readonly [Level, string]>> = {
  'version-too-old': ['error', 'npm does not install this package beside versions that its peer dependencies leave out.'],
  'node-too-old': ['error', 'The package is tested on Node 22.13 and newer; older ones cannot `require` modules and have no SQLite.'],
  'package-not-asked-for': ['error', 'An application that imports a package which its package.json does not name works by accident.'],
  'package-of-earlier': ['hint', 'The one line that changes: the version of next-auth in package.json.'],
  'adapter-peer': [
    'error',
    'Adapters made for earlier versions name those as peers: `npm install` may only warn, but the next clean one fails.',
  ],
  'types-package': ['hint', 'The types come with the package; those of v3 beside them describe something else.'],
  'auth-core': ['differs', 'Types and errors of @auth/core are not those of this package, even where they are spelt alike.'],
  'import-unknown': ['error', 'A bundler stops at a module that is not there.'],
  'jest-modules': ['hint', 'Jest runs packages as CommonJS unless it is told to translate them; this package consists of modules.'],
  'adapters-of-v3': ['error', 'Of the adapters that v3 brought, the one for databases by URL goes on; models and Prisma clients do not.'],
  passkeys: ['error', 'Passkeys, which were experimental in v5, are not part of this version.'],

  'secret-missing': ['error', 'In production nothing is made up: without a secret nobody signs in.'],
  'secret-short': ['error', 'A secret of fewer than 32 characters, or of few different ones, can be guessed; production refuses it.'],
  'secret-of-two': ['error', 'Sessions survive if what made them is what reads them; two names with two secrets leave that to chance.'],
  'secret-derived': ['differs', 'Without a secret v3 made one of its options; nothing else can read what it signed.'],
  'secret-public': ['error', 'What begins with NEXT_PUBLIC_ is in the JavaScript that every visitor gets.'],
  'secret-literal': ['error', 'A secret in the source is known to everybody who has, or ever had, the source.'],
  'url-malformed': ['error', 'The address of the site must be one; what cannot be read is refused at start.'],
  'url-http': ['hint', 'On plain http cookies have no `Secure`, and whoever is on the way reads them.'],
  'url-of-two': ['differs', 'AUTH_URL comes before NEXTAUTH_URL.'],
  'url-path': ['error', 'The path of the address is where the routes are looked for.'],
  'host-untrusted': ['error', 'In production the Host header of a request is believed only where somebody vouched for it.'],
  'variable-misspelt': ['hint', 'A variable that nobody reads is as good as none.'],

  'route-missing': ['error', 'Signing in happens at routes of this package; without the file nothing answers.'],
  'route-twice': ['error', 'Next refuses two files for one address.'],
  'middleware-is-proxy': ['hint', 'Next 16 calls the file proxy.ts, and runs it on Node.'],
  'proxy-too-early': ['error', 'Before Next 16 nothing runs proxy.ts: pages that it guards are open.'],
  'edge-database': ['error', 'The edge runtime has no sockets: a session that is in a database cannot be read there.'],
  'token-middleware': [
    'error',
    '`withAuth` reads tokens, as it did in v4; of sessions in a database it knows nothing and turns everybody away.',
  ],
  'split-config': ['hint', 'A database is loaded when it is used: one configuration serves proxy and pages.'],

  'callbacks-positional': [
    'hint',
    'v3 handed callbacks one value after the other, later versions one object. A second parameter tells, for all of them.',
  ],
  'callbacks-ambiguous': [
    'error',
    'One parameter may be of v3 or of later versions. It is handed one object, and what v3 would do with it by mistake is stopped.',
  ],
  'session-access-token': ['differs', 'v3 showed the browser an `accessToken` that opens the session; it is a secret now.'],
  'option-refused': [
    'error',
    'An option that is nearly one about secrets, hosts or cookies is refused at start: ignored, it would leave something open.',
  ],
  'option-unused': ['differs', 'An option that nothing reads does nothing.'],
  'option-value': ['error', 'A value that cannot be meant is refused at start.'],
  'cookies-renamed': ['hint', 'A name of your own is kept as it is written, also where ours would have begun with `__Host-`.'],
  'cookies-unused': ['hint', 'What a sign-in must remember is in one sealed cookie, `transaction`.'],
  'secure-cookies': ['hint', 'Whether cookies are `Secure` follows from the address of the site.'],
  'trust-host': ['hint', 'Whoever can send a request chooses its `X-Forwarded-Host`, unless a proxy in front overwrites it.'],
  'debug-on': ['hint', 'Written as a constant it stays on in production.'],
  'own-token': ['hint', 'Tokens that your own code makes stay yours to read, those from before included.'],
  'token-readable': [
    'differs',
    'v4 and v5 encrypted the token in the cookie; here it is signed, and whoever has the cookie can read it, unless it is asked to be encrypted.',
  ],
  'absolute-end': ['differs', 'A session that is used for ever is a stolen one that nobody notices: there is an absolute end.'],
  'redirect-judged': ['differs', 'What the `redirect` callback answers is judged like every other target.'],
  'checks-none': ['differs', 'State and PKCE stay on: without them somebody can sign a visitor in as themselves.'],
  'email-linking': ['hint', 'An address ties two accounts together only where both sides proved it.'],
  'endpoint-http': ['error', 'What is sent to a plain-http endpoint, the client secret included, can be read on the way.'],

  'database-unreachable': ['error', 'What cannot be opened from here cannot be judged.'],
  'database-behind': ['error', 'The tables are made by `npx next-auth migrate`, not by a request.'],
  'database-of-adapter': ['hint', 'An adapter of v4 or v5 keeps its own tables and goes on; whoever wants ours in their place migrates.'],
  'database-changed': ['differs', 'A table is not as this package made it.'],
}
