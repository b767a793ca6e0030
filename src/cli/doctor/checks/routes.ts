import { type Finding, found } from '../finding.js'
import { guardsOf, reachedFrom } from '../routes.js'
import { at, calls, isAboutAuth, isStored, type Subject } from '../subject.js'
import { places, type Source } from '../syntax.js'
import { majorOf } from './packages.js'

/** Where requests arrive: the routes, and what stands in front of the pages. */
export function routes(subject: Subject): readonly Finding[] {
  return [...files(subject), ...names(subject), ...onEdge(subject), ...byToken(subject), ...split(subject)]
}

function files({ routes, configurations, app }: Subject): readonly Finding[] {
  if (routes.length === 0) {
    // Options without a file that answers: perhaps a package of a larger application.
    const written = configurations.length > 0 || app.wanted['next-auth'] !== undefined
    const todo = 'Make app/api/auth/[...nextauth]/route.ts with `export const { GET, POST } = handlers`.'
    return written ? [found('route-missing', 'There is no file with the routes of next-auth.', todo)] : []
  }
  const twice = routes.filter(({ url }, index) => routes.findIndex((one) => one.url === url) !== index)
  return twice.map(({ path, url }) => found('route-twice', `A second file answers ${url}.`, 'Keep one of them.', path))
}

function names({ app }: Subject): readonly Finding[] {
  const next = majorOf(app.installed('next')?.version ?? app.wanted.next)
  if (next === undefined) return []
  const guards = guardsOf(app).filter((source) => [...reachedFrom(app, source)].some((one) => isAboutAuth(app, one)))
  return guards.flatMap((source) => {
    const isProxy = /proxy\.\w+$/.test(source.path)
    if (isProxy && next < 16) return [found('proxy-too-early', `Next ${next} does not run it.`, 'Call it middleware.ts.', source.path)]
    if (isProxy || next < 16) return []
    return [
      found(
        'middleware-is-proxy',
        'Next 16 calls this file proxy.ts.',
        'Rename it, and a function `middleware` in it to `proxy`.',
        source.path,
      ),
    ]
  })
}

function onEdge({ app, configurations }: Subject): readonly Finding[] {
  // An `adapter` may speak HTTP, which goes there.
  const stored = configurations.filter((one) => isStored(one) && one.option('database'))
  return app.sources
    .filter((source) => runsOnEdge(source))
    .flatMap((source) => {
      const reached = reachedFrom(app, source)
      const [configuration] = stored.filter((one) => reached.has(one.source))
      if (!configuration) return []
      const what = `It runs on the edge runtime and reads sessions from the database of ${configuration.source.path}.`
      const todo = /middleware\.\w+$/.test(source.path)
        ? 'Rename it to proxy.ts (Next 16), write `runtime: "nodejs"` into its `config` (Next 15.5), or keep sessions in tokens.'
        : 'Take `runtime` away: Node is the default.'
      return [found('edge-database', what, todo, source.path)]
    })
}

function runsOnEdge(source: Source): boolean {
  const runtimes = places(source, 'runtime').map((word) => source.tokens[word + 2]?.value ?? '')
  if (/^(src\/)?middleware\.\w+$/.test(source.path)) return !runtimes.includes('nodejs')
  return places(source, 'export', 'const', 'runtime', '=').some((word) =>
    /^(experimental-)?edge$/.test(source.tokens[word + 4]?.value ?? ''),
  )
}

/** v4's `withAuth`, beside options that keep sessions in a database. */
function byToken({ app, configurations }: Subject): readonly Finding[] {
  const stored = configurations.find(isStored)
  if (!stored) return []
  return guardsOf(app).flatMap((source) =>
    app
      .imports(source)
      .filter(({ from }) => from === 'next-auth/middleware')
      .map(({ line }) => {
        const what = `\`withAuth\` reads tokens, and sessions are in the database of ${stored.source.path}.`
        return found('token-middleware', what, 'Use `auth` of `NextAuth(options)`, which reads both.', at(source, line))
      }),
  )
}

/** A second `NextAuth(…)` for the proxy alone, as v5 needs one. */
function split({ app }: Subject): readonly Finding[] {
  const elsewhere = app.sources.filter((source) => calls(app, source).length > 0 && !guardsOf(app).includes(source))
  if (elsewhere.length === 0) return []
  const todo = `Import \`auth\` from ${elsewhere[0]?.path}, and put both parts into one.`
  return guardsOf(app).flatMap((source) =>
    calls(app, source).map((call) =>
      found(
        'split-config',
        'A configuration of its own for the proxy is not needed any more.',
        todo,
        at(source, source.tokens[call]?.line ?? 1),
      ),
    ),
  )
}
