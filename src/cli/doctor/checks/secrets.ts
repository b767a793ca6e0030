import { type Finding, found } from '../finding.js'
import { at, type Configuration, isAboutAuth, type Subject } from '../subject.js'
import { type Property, places, type Source, variablesIn } from '../syntax.js'
import type { Variables } from '../variables.js'

/** Whether there is a secret, whether it is good, and whether it is the one that sessions of before were made with. */
export function secrets(subject: Subject): readonly Finding[] {
  return [...present(subject), ...ofTwo(subject), ...derived(subject), ...open(subject), ...literal(subject)]
}

const names = ['AUTH_SECRET', 'NEXTAUTH_SECRET']

function present({ app, configurations }: Subject): readonly Finding[] {
  const written = configurations.flatMap((configuration) => secretOptions(configuration))
  // Made by code that only the application can run.
  if (written.some(({ source, property }) => variablesOf(source, property).length === 0)) return []
  const asked = written.flatMap(({ source, property }) => variablesOf(source, property))
  const there = [...asked, ...names].map((name) => app.variables.get(name)).filter((variable) => variable !== undefined)
  const [first] = there
  if (!first) return [missing(asked)]
  return isWeak(first.value) ? [short(first.where)] : []
}

interface SecretOption {
  readonly source: Source
  readonly property: Property
}

function secretOptions({ source, option }: Configuration): readonly SecretOption[] {
  return ['secret', 'jwt.secret'].flatMap((path) => {
    const property = option(path)
    return property ? [{ source, property }] : []
  })
}

function variablesOf(source: Source, { from, to }: Property): readonly string[] {
  return variablesIn(source, from, to)
}

function missing(asked: readonly string[]): Finding {
  const tried = [...new Set([...asked, ...names])].join(', ')
  const todo = 'Set AUTH_SECRET where the application runs: to the secret of before, or to what `npx next-auth secret` prints.'
  return found('secret-missing', `There is no secret: ${tried} are set neither in the environment nor in a .env file for production.`, todo)
}

/** As `src/config/secret.ts` judges in production. */
function isWeak(secret: string): boolean {
  return secret.length < 32 || new Set(secret).size < 8
}

function short(where: string): Finding {
  const todo =
    'Set `dangerouslyAllowWeakSecret: true` so that nobody is signed out, a new AUTH_SECRET and the old one as AUTH_SECRET_1 (`secret: [new, old]` in the options); take both away after 30 days.'
  return found('secret-short', 'The secret can be guessed: production asks for 32 characters or more.', todo, where)
}

function ofTwo({ app, configurations, generation }: Subject): readonly Finding[] {
  if (generation === 4) return ofTwoVariables(app.variables, configurations)
  return generation === 3 ? configurations.flatMap((configuration) => ofTwoOptions(app.variables, configuration)) : []
}

/** v4 looked for NEXTAUTH_SECRET first, v5 and we for AUTH_SECRET. */
function ofTwoVariables(variables: Variables, configurations: readonly Configuration[]): readonly Finding[] {
  const [auth, nextAuth] = names.map((name) => variables.get(name))
  if (!auth || !nextAuth || auth.value === nextAuth.value || configurations.some(({ option }) => option('secret'))) return []
  const what = 'AUTH_SECRET and NEXTAUTH_SECRET differ: v4 signed with the second, this package with the first.'
  return [found('secret-of-two', what, 'Set AUTH_SECRET to what NEXTAUTH_SECRET is, and take NEXTAUTH_SECRET away.', nextAuth.where)]
}

/** Of v3's two options the one of `jwt` signed. */
function ofTwoOptions(variables: Variables, { source, option }: Configuration): readonly Finding[] {
  const [outer, inner] = [option('secret'), option('jwt.secret')]
  if (!outer || !inner) return []
  const [one, other] = [outer, inner].map((property) => contentOf(source, property, variables))
  if (one === other) return []
  const what = '`secret` and `jwt.secret` differ: v3 signed sessions with the second, this package with the first.'
  return [found('secret-of-two', what, 'Write `secret: [secret, secretOfJwt]`: the first writes, both read.', at(source, inner.line))]
}

/** What stands there, or what the variable holds: only ever compared. */
function contentOf(source: Source, property: Property, variables: Variables): string {
  const [name] = variablesOf(source, property)
  const words = source.tokens.slice(property.from, property.to).map(({ value }) => value)
  return (name === undefined ? undefined : variables.get(name)?.value) ?? words.join(' ')
}

function derived({ configurations, generation }: Subject): readonly Finding[] {
  const without = configurations.filter(({ option }) => !option('secret') && !option('jwt.secret'))
  if (generation !== 3) return []
  const what = 'There is no `secret` in the options: v3 made one of them, and sessions that it signed end.'
  return without.map(({ source, line }) => found('secret-derived', what, 'Set AUTH_SECRET; people sign in once more.', at(source, line)))
}

function open({ app }: Subject): readonly Finding[] {
  return app.variables.written
    .filter(({ name }) => /^NEXT_PUBLIC_.*AUTH.*SECRET|^NEXT_PUBLIC_.*CLIENT_SECRET/.test(name))
    .map(({ name, where }) =>
      found('secret-public', `${name} is in the JavaScript of every page.`, 'Take away NEXT_PUBLIC_, and make a new secret.', where),
    )
}

function literal({ app, configurations }: Subject): readonly Finding[] {
  const options = configurations.flatMap(secretOptions).map(({ source, property }) => ({ source, value: property.from }))
  const others = app.sources
    .filter((source) => isAboutAuth(app, source))
    .flatMap((source) => places(source, 'clientSecret', ':').map((word) => ({ source, value: word + 2 })))
  return [...options, ...others].flatMap(({ source, value }) => {
    const token = source.tokens[value]
    if (token?.kind !== 'text' || token.value === '') return []
    const key = source.tokens[value - 2]?.value
    const todo = 'Make a new one, and read it from a variable of the environment.'
    return [found('secret-literal', `\`${key}\` is written in the source.`, todo, at(source, token.line))]
  })
}
