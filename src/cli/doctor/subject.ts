import type { Application } from './application.js'
import { endOfItem, is, matches, member, objectOf, type Property, places, readObject, type Source } from './syntax.js'

/** What the checks look at: the application, and what of it is about signing in. */
export interface Subject {
  readonly app: Application
  readonly generation: Generation
  /** Options of `NextAuth`, wherever they are written. */
  readonly configurations: readonly Configuration[]
  readonly routes: readonly Route[]
}

export type Generation = 3 | 4 | 5 | 6

/** The object literal that holds options. */
export interface Configuration {
  readonly source: Source
  readonly at: number
  readonly line: number
  /** The option at a path such as `session.strategy`. */
  readonly option: (path: string) => Property | undefined
}

/** A file that answers the routes of next-auth, and where. */
export interface Route {
  readonly path: string
  /** Without Next's `basePath`: `/api/auth`. */
  readonly url: string
}

/** Whether a file imports this package, or what earlier versions were made of. */
export function isAboutAuth(app: Application, source: Source): boolean {
  return app.imports(source).some(({ from }) => /^(@?next-auth|@auth)(\/|$)/.test(from))
}

export function findConfigurations(app: Application): readonly Configuration[] {
  return app.sources
    .filter((source) => isAboutAuth(app, source))
    .flatMap((source) => [...new Set([...handedIn(app, source), ...withProviders(source)])].map((at) => configuration(source, at)))
}

function configuration(source: Source, at: number): Configuration {
  return { source, at, line: source.tokens[at]?.line ?? 1, option: (path) => member(source, at, path) }
}

/** `NextAuth({…})`, `NextAuth(req, res, options)`. */
function handedIn(app: Application, source: Source): readonly number[] {
  return calls(app, source).flatMap((call) => {
    const end = source.partner[call] ?? -1
    const found: number[] = []
    for (let from = call + 1; from < end; from = endOfItem(source, from, end) + 1) {
      const object = objectOf(source, { from, to: endOfItem(source, from, end) })
      if (object !== undefined) found.push(object)
    }
    return found
  })
}

/** Where `NextAuth(` is called: the place of the bracket. */
export function calls(app: Application, source: Source): readonly number[] {
  const names = app.imports(source).flatMap(({ from, whole }) => (from === 'next-auth' && whole ? [whole] : []))
  return names.flatMap((name) => places(source, name, '(').map((at) => at + 1))
}

/** Options under a name of their own, from a function, or for another file: they list `providers`, or have them and something else of ours. */
function withProviders(source: Source): readonly number[] {
  return places(source, 'providers').flatMap((at) => {
    const object = openedBefore(source, at)
    const keys = object === undefined || isTakenApart(source, object) ? [] : readObject(source, object).map(({ key }) => key)
    const isListed = matches(source, at + 1, ':', '[') || keys.some((key) => others.includes(key))
    return object !== undefined && isListed && keys.includes('providers') ? [object] : []
  })
}

/** A page that hands `{ providers, session }` to a component has none of them. */
const others: readonly string[] = ['adapter', 'callbacks', 'database', 'jwt', 'secret']

/** The brace around a word. */
export function openedBefore({ tokens, partner }: Source, at: number): number | undefined {
  for (let before = at - 1; before >= 0; before--) {
    const value = tokens[before]?.kind === 'sign' ? tokens[before]?.value : ''
    if (value === '{') return before
    if (value === '(' || value === '[') return undefined
    if (value === '}' || value === ')' || value === ']') before = partner[before] ?? -1
  }
  return undefined
}

/** `const { providers } = …`, `import { providers } from …`, `({ providers }) =>`. */
function isTakenApart(source: Source, object: number): boolean {
  const end = source.partner[object] ?? -1
  return end < 0 || matches(source, end + 1, 'from') || matches(source, end + 1, '=') || matches(source, end + 1, ')', '=>')
}

/** Whether sessions are rows: there is a store, and nothing says otherwise, or leaves it to a variable. */
export function isStored({ source, option }: Configuration): boolean {
  const [strategy, flag] = [option('session.strategy'), option('session.jwt')]
  if (strategy && !is(source, strategy, '"database"')) return false
  if (!strategy && flag && !is(source, flag, 'false')) return false
  return (option('database') ?? option('adapter')) !== undefined
}

/** Where a word of a file is. */
export function at(source: Source, line: number): string {
  return `${source.path}:${line}`
}
