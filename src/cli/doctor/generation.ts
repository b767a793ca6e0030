import type { Application } from './application.js'
import { majorOf } from './checks/packages.js'
import { at, type Generation, isAboutAuth } from './subject.js'
import { matches, places, type Source } from './syntax.js'

export interface Recognised {
  readonly generation: Generation
  /** What shows it, each with its place. */
  readonly evidence: readonly string[]
}

/** A way to write that one generation had first, or alone. */
interface Mark {
  readonly of: Generation
  readonly what: string
  readonly where: string
}

/**
 * For which version an application was written. Its code tells, not the version in package.json: that is what is about to change, or has
 * been changed. Without a mark in the code, the version does.
 */
export function recognise(app: Application): Recognised {
  const marks = app.sources.filter((source) => isAboutAuth(app, source)).flatMap((source) => marksOf(app, source))
  const count = (generation: Generation): number => marks.filter(({ of }) => of === generation).length
  const asked = majorOf(app.wanted['next-auth']) ?? 6
  const declared = ([3, 4, 5] as const).find((generation) => generation === asked)
  const [most] = ([6, 5, 4, 3] as const).toSorted((a, b) => count(b) - count(a))
  const generation = declared ?? (most && count(most) > 0 ? most : 6)
  const evidence = marks.filter(({ of }) => of === generation).map(({ what, where }) => `${what} in ${where}`)
  const version = declared === undefined ? [] : [`next-auth ${app.wanted['next-auth']} in package.json`]
  return { generation, evidence: [...version, ...evidence].slice(0, 4) }
}

function marksOf(app: Application, source: Source): readonly Mark[] {
  const imported = app.imports(source).flatMap(({ from, whole, names, line }) => {
    const what = byModule(from, whole) ?? names.map((name) => byName[name]).find((one) => one)
    return what ? [{ of: what, what: `\`${from}\``, where: at(source, line) }] : []
  })
  const written = phrases.flatMap(({ of, words, what }) => {
    const [first] = places(source, ...words)
    return first === undefined ? [] : [{ of, what, where: at(source, source.tokens[first]?.line ?? 1) }]
  })
  return [...imported, ...written, ...results(source)]
}

function byModule(from: string, whole: string | undefined): Generation | undefined {
  if (from === 'next-auth/client' || from === 'next-auth/errors' || (from === 'next-auth/providers' && whole)) return 3
  if (from === 'next-auth/adapters' && whole) return 3
  if (from === 'next-auth/next' || from === 'next-auth/middleware' || from.startsWith('@next-auth/')) return 4
  return from.startsWith('@auth/core') || from === 'next-auth/webauthn' ? 5 : undefined
}

const byName: Readonly<Record<string, Generation>> = {
  getServerSession: 4,
  unstable_getServerSession: 4,
  NextAuthOptions: 4,
  AuthOptions: 4,
  withAuth: 4,
  NextAuthConfig: 5,
  CredentialsSignin: 5,
  memory: 6,
  connect: 6,
}

const phrases: readonly { readonly of: Generation; readonly words: readonly string[]; readonly what: string }[] = [
  { of: 3, words: ['session', ':', '{', 'jwt', ':'], what: '`session.jwt`' },
  { of: 3, words: ['Providers', '.'], what: '`Providers.`' },
  { of: 6, words: ['absoluteMaxAge', ':'], what: '`absoluteMaxAge`' },
  { of: 6, words: ['allowedRedirects', ':'], what: '`allowedRedirects`' },
]

/** `const { handlers, auth } = NextAuth(…)`: v5, and with an option of ours beside it, ours. */
function results(source: Source): readonly Mark[] {
  return places(source, '=', 'NextAuth', '(').flatMap((word) => {
    if (!matches(source, word - 1, '}')) return []
    const isOurs = places(source, 'database', ':').length > 0 || places(source, 'encryption', ':', 'true').length > 0
    return [{ of: isOurs ? 6 : 5, what: '`{ … } = NextAuth(…)`', where: at(source, source.tokens[word]?.line ?? 1) } as const]
  })
}
