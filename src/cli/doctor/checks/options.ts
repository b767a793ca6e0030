import { nested } from '../../../config/check.js'
import { judgeOption, judgeValue } from '../../../config/judge.js'
import { type Finding, found } from '../finding.js'
import { at, type Configuration, isStored, type Subject } from '../subject.js'
import { is, matches, objectOf, type Property, parametersOf, places, readObject, type Source } from '../syntax.js'

/** What is written into the options of `NextAuth`. */
export function options({ app, configurations, generation }: Subject): readonly Finding[] {
  return [
    ...configurations.flatMap((one) => [
      ...judged(one),
      ...cookies(one),
      ...constants(one),
      ...ends(one, generation),
      ...readable(one, generation),
      ...redirect(one),
      ...callbacks(one, generation),
    ]),
    ...(generation === 3 ? accessTokens(app.sources, configurations) : []),
  ]
}

/** By the same table that judges them at start. */
function judged({ source, at: object }: Configuration): readonly Finding[] {
  return level(source, object, '')
}

function level(source: Source, object: number, prefix: string): readonly Finding[] {
  return readObject(source, object).flatMap((property) => {
    if (property.key === '...') return []
    const name = prefix + property.key
    const where = at(source, property.line)
    const { known, nearest, refused } = judgeOption(name)
    const meant = nearest ? `Did you mean \`${nearest}\`?` : 'Take it away.'
    if (!known) return [found(refused ? 'option-refused' : 'option-unused', `There is no option \`${name}\`.`, meant, where)]
    if (known === 'unused') return [found('option-unused', `Option \`${name}\` is accepted and does nothing.`, 'Take it away.', where)]
    const inner = nested.includes(name) ? objectOf(source, property) : undefined
    return inner === undefined ? value(source, property, name) : level(source, inner, `${name}.`)
  })
}

/** Only what is written as a constant can be judged. */
function value(source: Source, property: Property, name: string): readonly Finding[] {
  const token = source.tokens[property.from]
  if (!token || property.to !== property.from + 1 || matches(source, property.from - 1, '(') || property.key === token.value) return []
  const isNumber = token.kind === 'number' && /^[\d_.]+$/.test(token.value)
  const isWord = token.kind === 'name' && /^(true|false|null)$/.test(token.value)
  if (token.kind !== 'text' && !isNumber && !isWord) return []
  const constant = token.kind === 'text' ? token.value : JSON.parse(token.value.replaceAll('_', ''))
  const expected = judgeValue(name, constant)
  return expected ? [found('option-value', `Option \`${name}\` is not ${expected}.`, `Write ${expected}.`, at(source, property.line))] : []
}

const unusedCookies = ['pkceCodeVerifier', 'state', 'nonce', 'challenge', 'webauthnChallenge']

function cookies({ source, option }: Configuration): readonly Finding[] {
  const property = option('cookies')
  const object = property && objectOf(source, property)
  if (object === undefined) return []
  return readObject(source, object).flatMap((cookie) => {
    const where = at(source, cookie.line)
    const inner = objectOf(source, cookie)
    const isNamed = inner !== undefined && readObject(source, inner).some(({ key }) => key === 'name')
    if (unusedCookies.includes(cookie.key))
      return [found('cookies-unused', `Cookie \`${cookie.key}\` is not set any more.`, 'Take it away.', where)]
    const todo = 'Keep it, and nobody is signed out; without it, the name begins with `__Host-` on https.'
    return isNamed ? [found('cookies-renamed', `Cookie \`${cookie.key}\` has a name of your own.`, todo, where)] : []
  })
}

function constants({ source, option }: Configuration): readonly Finding[] {
  const findings: Finding[] = []
  const debug = option('debug')
  if (debug && is(source, debug, 'true'))
    findings.push(
      found(
        'debug-on',
        '`debug: true` also holds in production.',
        "Write `debug: process.env.NODE_ENV !== 'production'`.",
        at(source, debug.line),
      ),
    )
  const secure = option('useSecureCookies')
  if (secure) {
    const todo = 'Take it away: cookies are `Secure` where the address of the site begins with https.'
    findings.push(found('secure-cookies', '`useSecureCookies` is decided by hand.', todo, at(source, secure.line)))
  }
  const own = ['jwt.encode', 'jwt.decode'].map(option).find((property) => property)
  if (own)
    findings.push(
      found('own-token', 'Tokens are made or read by code of your own.', 'Keep it as it is: it is asked as before.', at(source, own.line)),
    )
  return findings
}

/** v3's token was signed, too, unless `encryption` said otherwise. */
function readable(configuration: Configuration, generation: number): readonly Finding[] {
  const { source, line, option } = configuration
  const isDecided = option('jwt.encryption') ?? option('jwt.encode')
  if (![4, 5].includes(generation) || isDecided || isStored(configuration) || !option('providers')) return []
  const what = 'The token in the cookie is signed, and its owner can read it; it was encrypted.'
  return [found('token-readable', what, 'Write `jwt: { encryption: true }` to keep it closed.', at(source, line))]
}

function ends(configuration: Configuration, generation: number): readonly Finding[] {
  const { source, line, option } = configuration
  // Of two halves of one configuration, the one that has the providers.
  if (generation === 6 || !option('providers') || option('session.absoluteMaxAge')) return []
  // Adapters of v4 and v5 do not keep when a session began.
  if (isStored(configuration) && option('adapter')) return []
  const todo = 'If that is too short, set `session.absoluteMaxAge` in seconds.'
  return [found('absolute-end', 'Sessions end 90 days after signing in, however often somebody comes.', todo, at(source, line))]
}

function redirect({ source, option }: Configuration): readonly Finding[] {
  const property = option('callbacks.redirect')
  const todo = "List other origins: `allowedRedirects: ['https://shop.example']`. Places on the site itself need nothing."
  return property ? [found('redirect-judged', 'Where the `redirect` callback leads is judged.', todo, at(source, property.line))] : []
}

/** What v3 handed to each first. */
const firstOfV3: Readonly<Record<string, RegExp>> = { signIn: /user|profile/i, redirect: /url/i, jwt: /token|jwt/i, session: /session/i }

/** As `src/config/callbacks.ts` tells generations apart. */
function callbacks({ source, option }: Configuration, generation: number): readonly Finding[] {
  const given = Object.keys(firstOfV3).flatMap((name) => {
    const property = option(`callbacks.${name}`)
    const parameters = property && parametersOf(source, property)
    return property && parameters ? [{ name, parameters, where: at(source, property.line) }] : []
  })
  const positional = given.filter(({ parameters }) => parameters.length > 1)
  if (positional.length > 0 || option('session.jwt') || generation !== 3) {
    return positional.map(({ name, parameters, where }) => {
      const named = parameters.map((parameter) => parameter ?? '…').join(', ')
      const what = `Callback \`${name}(${named})\` takes one value after the other, as in v3; it is called so.`
      return found('callbacks-positional', what, `When you touch it next, write \`${name}({ ${named} })\`.`, where)
    })
  }
  const plain = given.filter(({ name, parameters }) => firstOfV3[name]?.test(parameters[0] ?? ''))
  return plain.map(({ name, parameters: [first], where }) =>
    found('callbacks-ambiguous', `Callback \`${name}(${first})\` may be of v3 or of v4.`, `Write \`${name}({ ${shown[name]} })\`.`, where),
  )
}

const shown: Readonly<Record<string, string>> = { signIn: 'user', redirect: 'url', jwt: 'token', session: 'session' }

/** v3 put it into sessions of a database by itself; where a callback puts one there, it is the application's own. */
function accessTokens(sources: readonly Source[], configurations: readonly Configuration[]): readonly Finding[] {
  const isSet = sources.some((source) => places(source, 'session', '.', 'accessToken', '=').length > 0)
  const isOwn = configurations.some(({ source, option }) => {
    const callback = option('callbacks.session')
    return callback && source.tokens.slice(callback.from, callback.to).some(({ value }) => value === 'accessToken')
  })
  if (isSet || isOwn) return []
  const todo = 'Send requests with the cookie, or put what the browser may have into the session by the `session` callback.'
  return sources.flatMap((source) =>
    ['.', '?.'].flatMap((dot) =>
      places(source, 'session', dot, 'accessToken').map((word) =>
        found('session-access-token', 'A session has no `accessToken`.', todo, at(source, source.tokens[word]?.line ?? 1)),
      ),
    ),
  )
}
