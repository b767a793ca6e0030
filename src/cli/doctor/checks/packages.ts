import type { Application } from '../application.js'
import { type Finding, found } from '../finding.js'
import { type OwnPackage, readOwnPackage } from '../own-package.js'
import { at, isAboutAuth, type Subject } from '../subject.js'
import { places, type Source } from '../syntax.js'

/** Versions, what stands beside this package, and what npm will say to it. */
export function packages({ app, generation }: Subject): readonly Finding[] {
  const own = readOwnPackage()
  return [
    ...node(app, own),
    ...asked(app, generation),
    ...peers(app, own),
    ...adapters(app),
    ...leftovers(app),
    ...modules(app, own),
    ...jest(app),
  ]
}

function node(app: Application, { manifest }: OwnPackage): readonly Finding[] {
  const least = manifest.engines?.node?.replace(/^>=/, '') ?? '0'
  const wanted = ['.nvmrc', '.node-version'].flatMap((path) => {
    const version = app.read(path)?.trim().replace(/^v/, '')
    return version && /^\d/.test(version) ? [{ version, path }] : []
  })
  return [...wanted, { version: process.versions.node, path: undefined }]
    .filter(({ version }) => isOlder(version, least))
    .map(({ version, path }) => {
      const todo = `Use Node ${least} or newer, here and where the application runs.`
      return found('node-too-old', `Node ${version} is older than ${least}.`, todo, path)
    })
}

/** `22` alone is the newest of its line. */
function isOlder(version: string, than: string): boolean {
  const [major = 0, minor = 99] = version.split('.').map(Number)
  const [least = 0, lesser = 0] = than.split('.').map(Number)
  return major < least || (major === least && minor < lesser)
}

function asked({ wanted }: Application, generation: number): readonly Finding[] {
  const version = wanted['next-auth']
  if (version === undefined)
    return [found('package-not-asked-for', 'package.json does not name next-auth.', 'Run `npm install next-auth@6`.', 'package.json')]
  const major = majorOf(version)
  if (generation === 6 || major === undefined || major >= 6) return []
  return [found('package-of-earlier', `package.json asks for next-auth ${version}.`, 'Run `npm install next-auth@6`.', 'package.json')]
}

/** The first number of a version or a range; of a tag, a path or an address none. */
export function majorOf(version: string | undefined): number | undefined {
  const digits = /^[\^~>=v\s]*(\d+)/.exec(version ?? '')?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The application's own Next, React, driver … against the ranges of our peers, of which the first number says enough. */
function peers(app: Application, { manifest }: OwnPackage): readonly Finding[] {
  return Object.entries(manifest.peerDependencies ?? {}).flatMap(([name, range]) => {
    const version = app.wanted[name] === undefined ? undefined : (app.installed(name)?.version ?? app.wanted[name])
    const majors = [...range.matchAll(/(\d+)(?:\.\d+)*/g)].map(([, major]) => Number(major))
    // `*` has none.
    const least = Math.min(...majors)
    if (majors.length === 0 || (majorOf(version) ?? least) >= least) return []
    const what = `${name} ${version} is older than this package is made for (${range}).`
    return [found('version-too-old', what, `Run \`npm install ${name}@${least}\`, or a newer one.`, 'package.json')]
  })
}

/** `next-auth` itself as a peer of an adapter or a tool, in a range that leaves 6 out. pnpm and Yarn install it all the same. */
function adapters(app: Application): readonly Finding[] {
  const overrides = app.manifest.overrides ?? {}
  const isLenient =
    'next-auth' in overrides ||
    ['pnpm-lock.yaml', 'yarn.lock'].some((file) => app.read(file) !== undefined) ||
    /^\s*(legacy-peer-deps|force)\s*=\s*true/m.test(app.read('.npmrc') ?? '')
  if (isLenient) return []
  return Object.keys(app.wanted).flatMap((name) => {
    const range = app.installed(name)?.peerDependencies?.['next-auth'] ?? (/^@next-auth\//.test(name) ? '^4' : undefined)
    if (range === undefined || name in overrides || />=|\*|\b6\b/.test(range)) return []
    const what = `${name} asks for next-auth ${range} beside it, and a clean \`npm install\` refuses another one.`
    const todo = `Run \`npm pkg set 'overrides[${name}].next-auth=$next-auth'\`; the adapter works as it is.`
    return [found('adapter-peer', what, todo, 'package.json')]
  })
}

function leftovers({ wanted }: Application): readonly Finding[] {
  if (!wanted['@types/next-auth']) return []
  const what = '@types/next-auth describes v3; the types come with the package.'
  return [found('types-package', what, 'Run `npm uninstall @types/next-auth`.', 'package.json')]
}

function modules(app: Application, own: OwnPackage): readonly Finding[] {
  return app.sources.flatMap((source) =>
    app.imports(source).flatMap(({ from, line, kind, whole }) => {
      const where = at(source, line)
      if (/^@auth\/core(\/|$)/.test(from)) return [core(from, kind, where)]
      if (/^next-auth\/(webauthn|providers\/(webauthn|passkey))$/.test(from))
        return [
          found('passkeys', 'Nobody signs in by a passkey yet.', 'Keep v5 until they are there, or offer another way to sign in.', where),
        ]
      if (/^next-auth(\/|$)/.test(from) && !own.hasDoor(from.replace(/\.js$/, '')))
        return [found('import-unknown', `There is no \`${from}\`.`, instead(from), where)]
      return from === 'next-auth/adapters' && whole ? adaptersOf3(source, whole) : []
    }),
  )
}

function core(from: string, kind: string, where: string): Finding {
  const ours = from.replace(/^@auth\/core\/(types|errors)$|^@auth\/core$/, 'next-auth').replace(/^@auth\/core/, 'next-auth')
  const what =
    kind === 'declare' ? `\`declare module '${from}'\` widens types that are not used.` : `\`${from}\` is another package than this one.`
  return found('auth-core', what, kind === 'declare' ? `Write \`declare module '${ours}'\`.` : `Import it from \`${ours}\`.`, where)
}

/** `Adapters.Prisma.Adapter({ prisma })`, `Adapters.TypeORM.Models`. */
function adaptersOf3(source: Source, name: string): readonly Finding[] {
  const foreign = [...places(source, name, '.', 'Prisma'), ...places(source, name, '.', 'TypeORM', '.', 'Models')]
  const todo = 'Write `database: process.env.DATABASE_URL`, or install an adapter: `npm install @auth/prisma-adapter`.'
  return foreign.map((word) =>
    found('adapters-of-v3', 'This part of v3’s adapters is gone.', todo, at(source, source.tokens[word]?.line ?? 1)),
  )
}

function instead(from: string): string {
  if (from === 'next-auth/errors') return 'Errors are exported by `next-auth`.'
  if (from.startsWith('next-auth/providers/')) return 'Write the provider as an object: an id, a name, a type and its endpoints.'
  return 'Import types from `next-auth`; docs/compatibility.md has the list of doors.'
}

/** Whether there are tests by Jest, and nothing says that our modules are to be translated. */
function jest(app: Application): readonly Finding[] {
  const config = app.files.find((path) => /^jest\.config\.\w+$/.test(path))
  const inManifest = app.manifest.jest !== undefined
  if ((!config && !inManifest) || !app.sources.some((source) => isAboutAuth(app, source))) return []
  const next = app.files.find((path) => /^next\.config\.\w+$/.test(path))
  const said = [config, next].map((path) => (path ? app.read(path) : '')).join('') + JSON.stringify(app.manifest.jest ?? {})
  if (/next-auth/.test(said)) return []
  const what = 'Jest takes the doors of the browser as they are, and what runs on the server only translated.'
  const todo = "Mock `next-auth` there, or add `transformIgnorePatterns: ['/node_modules/(?!(next-auth|jose|oauth4webapi|cookie)/)']`."
  return [found('jest-modules', what, todo, config ?? 'package.json')]
}
